import type { LanguageFn } from 'highlight.js';
import { createLowlight } from 'lowlight';
import type { Language } from './languages.ts';

type Kind = 'comment' | 'keyword' | 'string' | 'literal' | 'name' | 'type' | 'meta' | 'added' | 'removed';

/** A piece of a line that has one colour. */
export interface Token {
  readonly text: string;
  readonly kind: Kind | undefined;
}

/** The lines of a text, coloured by a language. */
export const highlight = async (text: string, language: Language): Promise<readonly (readonly Token[])[]> => {
  const { default: grammar } = await GRAMMARS[language]();
  return linesOf(createLowlight({ [language]: grammar }).highlight(language, text));
};

const GRAMMARS: Readonly<Record<Language, () => Promise<{ readonly default: LanguageFn }>>> = {
  bash: () => import('highlight.js/lib/languages/bash'),
  c: () => import('highlight.js/lib/languages/c'),
  cpp: () => import('highlight.js/lib/languages/cpp'),
  csharp: () => import('highlight.js/lib/languages/csharp'),
  css: () => import('highlight.js/lib/languages/css'),
  diff: () => import('highlight.js/lib/languages/diff'),
  dockerfile: () => import('highlight.js/lib/languages/dockerfile'),
  fortran: () => import('highlight.js/lib/languages/fortran'),
  go: () => import('highlight.js/lib/languages/go'),
  ini: () => import('highlight.js/lib/languages/ini'),
  java: () => import('highlight.js/lib/languages/java'),
  javascript: () => import('highlight.js/lib/languages/javascript'),
  json: () => import('highlight.js/lib/languages/json'),
  julia: () => import('highlight.js/lib/languages/julia'),
  kotlin: () => import('highlight.js/lib/languages/kotlin'),
  latex: () => import('highlight.js/lib/languages/latex'),
  lua: () => import('highlight.js/lib/languages/lua'),
  makefile: () => import('highlight.js/lib/languages/makefile'),
  markdown: () => import('highlight.js/lib/languages/markdown'),
  matlab: () => import('highlight.js/lib/languages/matlab'),
  perl: () => import('highlight.js/lib/languages/perl'),
  php: () => import('highlight.js/lib/languages/php'),
  powershell: () => import('highlight.js/lib/languages/powershell'),
  python: () => import('highlight.js/lib/languages/python'),
  r: () => import('highlight.js/lib/languages/r'),
  ruby: () => import('highlight.js/lib/languages/ruby'),
  rust: () => import('highlight.js/lib/languages/rust'),
  scala: () => import('highlight.js/lib/languages/scala'),
  sql: () => import('highlight.js/lib/languages/sql'),
  swift: () => import('highlight.js/lib/languages/swift'),
  typescript: () => import('highlight.js/lib/languages/typescript'),
  xml: () => import('highlight.js/lib/languages/xml'),
  yaml: () => import('highlight.js/lib/languages/yaml'),
};

type Tree = ReturnType<ReturnType<typeof createLowlight>['highlight']>;
type Node = Tree['children'][number];

/** Without recursion: some grammars nest as deep as the text does. */
const linesOf = (tree: Tree): Token[][] => {
  const lines: Token[][] = [[]];
  const stack: { readonly node: Node; readonly kind: Kind | undefined }[] = [];
  const push = (nodes: readonly Node[], kind: Kind | undefined): void => {
    for (const node of nodes.toReversed()) stack.push({ node, kind });
  };
  push(tree.children, undefined);
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { node, kind } = next;
    if (node.type === 'element') push(node.children as readonly Node[], kindOf(node.properties) ?? kind);
    if (node.type !== 'text') continue;
    for (const [n, text] of node.value.split('\n').entries()) {
      if (n > 0) lines.push([]);
      if (text !== '') lines.at(-1)?.push({ text, kind });
    }
  }
  return lines;
};

/** By the names that highlight.js gives its parts. */
const KINDS: Readonly<Record<string, Kind>> = {
  'hljs-comment': 'comment',
  'hljs-quote': 'comment',
  'hljs-keyword': 'keyword',
  'hljs-selector-tag': 'keyword',
  'hljs-literal': 'literal',
  'hljs-number': 'literal',
  'hljs-symbol': 'literal',
  'hljs-string': 'string',
  'hljs-regexp': 'string',
  'hljs-link': 'string',
  'hljs-code': 'string',
  'hljs-title': 'name',
  'hljs-name': 'name',
  'hljs-attr': 'name',
  'hljs-attribute': 'name',
  'hljs-section': 'name',
  'hljs-property': 'name',
  'hljs-built_in': 'type',
  'hljs-type': 'type',
  'hljs-class': 'type',
  'hljs-variable': 'type',
  'hljs-template-variable': 'type',
  'hljs-bullet': 'type',
  'hljs-meta': 'meta',
  'hljs-doctag': 'meta',
  'hljs-addition': 'added',
  'hljs-deletion': 'removed',
};

const kindOf = ({ className }: { readonly className?: unknown }): Kind | undefined =>
  Array.isArray(className) ? KINDS[String(className[0])] : undefined;
