import MarkdownIt, { type Token } from 'markdown-it';

/** What a Markdown text becomes: texts and elements, which have no attributes but those named here. */
export type MarkdownNode = string | MarkdownElement;

export interface MarkdownElement {
  readonly tag: MarkdownTag;
  readonly children: MarkdownNode[];
  /** Of a link, to another site. */
  readonly href?: string;
  /** Of a heading, as it was written; its tag is such that no level is left out. */
  readonly level?: number;
  /** Of an ordered list. */
  readonly start?: number;
  /** Of a cell. */
  readonly align?: 'right' | 'center';
}

const TAGS = [
  ...([
    'p',
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
    'blockquote',
    'ul',
    'ol',
    'li',
    'hr',
    'br',
    'pre',
    'code',
  ] as const),
  ...(['em', 'strong', 's', 'a', 'table', 'thead', 'tbody', 'tr', 'th', 'td'] as const),
] as const;
export type MarkdownTag = (typeof TAGS)[number];

/** Elements that nest deeper are left out; their texts stay. */
const MOST_DEPTH = 100;

/** Parses Markdown. HTML in it stays text, and images become links: nothing is loaded from where a text says. */
export const markdownTree = (markdown: string): readonly MarkdownNode[] => {
  const root: MarkdownElement = { tag: 'p', children: [] };
  const stack = [root];
  /** Of the elements that are left out or open, outermost first. */
  const isOpen: boolean[] = [];
  let lastHeading = 1;
  const add = (node: MarkdownNode): void => void stack.at(-1)?.children.push(node);
  const open = (element: MarkdownElement | undefined): void => {
    isOpen.push(element !== undefined && stack.length <= MOST_DEPTH);
    if (element === undefined || stack.length > MOST_DEPTH) return;
    add(element);
    stack.push(element);
  };
  for (const token of flatten(new MarkdownIt().parse(markdown, {}))) {
    if (token.nesting === 1) {
      const element = elementOf(token, lastHeading);
      if (element?.level !== undefined) lastHeading = Number(element.tag.slice(1));
      open(element);
    } else if (token.nesting === -1) {
      if (isOpen.pop()) stack.pop();
    } else {
      for (const node of leavesOf(token)) add(node);
    }
  }
  return root.children;
};

function* flatten(tokens: readonly Token[]): Generator<Token> {
  for (const token of tokens) {
    if (token.type === 'inline') yield* token.children ?? [];
    else yield token;
  }
}

/** Undefined for paragraphs in tight lists, and links that lead nowhere. */
const elementOf = (token: Token, lastHeading: number): MarkdownElement | undefined => {
  const children: MarkdownNode[] = [];
  if (token.hidden) return undefined;
  if (token.type === 'heading_open') {
    const level = Number(token.tag.slice(1));
    return { tag: `h${Math.min(level + 1, lastHeading + 1, 6)}` as MarkdownTag, level, children };
  }
  if (token.type === 'link_open') return linkTo(attribute(token, 'href'), children);
  const tag = TAGS.find((each) => each === token.tag);
  if (tag === undefined) return undefined;
  const align = /right|center/.exec(attribute(token, 'style'))?.[0];
  const start = tag === 'ol' ? Number(attribute(token, 'start') || 1) : 1;
  return {
    tag,
    children,
    ...(align === 'right' || align === 'center' ? { align } : {}),
    ...(start === 1 ? {} : { start }),
  };
};

const attribute = (token: Token, name: string): string => String(token.attrGet(name) ?? '');

const linkTo = (href: string, children: MarkdownNode[]): MarkdownElement | undefined =>
  /^(https?|mailto):/i.test(href) ? { tag: 'a', href, children } : undefined;

const leavesOf = (token: Token): MarkdownNode[] => {
  switch (token.type) {
    case 'fence':
    case 'code_block':
      return [{ tag: 'pre', children: [{ tag: 'code', children: [token.content] }] }];
    case 'code_inline':
      return [{ tag: 'code', children: [token.content] }];
    case 'hr':
      return [{ tag: 'hr', children: [] }];
    case 'hardbreak':
      return [{ tag: 'br', children: [] }];
    case 'softbreak':
      return ['\n'];
    case 'image':
      return [imageOf(token)];
    default:
      return [token.content];
  }
};

const imageOf = (token: Token): MarkdownNode => {
  const text = `Image: ${token.content || attribute(token, 'src')}`;
  return linkTo(attribute(token, 'src'), [text]) ?? text;
};
