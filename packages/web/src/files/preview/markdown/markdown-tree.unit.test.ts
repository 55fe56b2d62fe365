import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { type MarkdownNode, markdownTree } from './markdown-tree.ts';

const textOf = (nodes: readonly MarkdownNode[]): string =>
  nodes.map((node) => (typeof node === 'string' ? node : textOf(node.children))).join('');

const depthOf = (nodes: readonly MarkdownNode[]): number =>
  Math.max(0, ...nodes.map((node) => (typeof node === 'string' ? 0 : 1 + depthOf(node.children))));

const linksOf = (nodes: readonly MarkdownNode[]): string[] =>
  nodes.flatMap((node) =>
    typeof node === 'string'
      ? []
      : [...(node.href === undefined ? [] : [node.href]), ...linksOf(node.children)],
  );

describe('Markdown', () => {
  it('becomes elements', () => {
    expect(markdownTree('# Soil\n\n- *dry*\n- `wet`\n')).toEqual([
      { tag: 'h2', level: 1, children: ['Soil'] },
      {
        tag: 'ul',
        children: [
          { tag: 'li', children: [{ tag: 'em', children: ['dry'] }] },
          { tag: 'li', children: [{ tag: 'code', children: ['wet'] }] },
        ],
      },
    ]);
  });

  it('has HTML as text', () => {
    const html = '<script>alert(1)</script>\n\n<img src=x onerror=alert(1)> and <b>bold</b>';
    expect(textOf(markdownTree(html))).toContain('<script>alert(1)</script>');
    expect(textOf(markdownTree(html))).toContain('<img src=x onerror=alert(1)> and <b>bold</b>');
  });

  it('links to other sites only', () => {
    const links = [
      'javascript:alert(1)',
      'JaVaScRiPt:alert(1)',
      'data:text/html,<script>alert(1)</script>',
      'vbscript:x',
      'file:///etc/passwd',
      '/api/auth/sign-out',
      '//example.org',
      '#top',
      'https://example.org/a',
      'mailto:ana@example.org',
    ];
    const markdown = links.map((link) => `[a](<${link}>) ![b](<${link}>)`).join('\n\n');
    const [site, mail] = links.slice(-2);
    expect(linksOf(markdownTree(markdown))).toEqual([site, site, mail, mail]);
  });

  it('leaves out no level of headings', () => {
    const tags = markdownTree('### a\n\n###### b\n\n# c\n\n## d\n').map((node) =>
      typeof node === 'string' ? node : node.tag,
    );
    expect(tags).toEqual(['h2', 'h3', 'h2', 'h3']);
  });

  it('has tables with aligned cells, and numbered lists with their beginning', () => {
    const [table, list] = markdownTree('| a |\n|--:|\n| 1 |\n\n3. x\n');
    expect(JSON.stringify(table)).toContain('"tag":"td","children":["1"],"align":"right"');
    expect(list).toMatchObject({ tag: 'ol', start: 3 });
  });
});

test.each([
  ['quotes', '>'.repeat(50_000)],
  ['lists', '- '.repeat(50_000)],
  ['brackets', '['.repeat(50_000)],
  ['images', '![](x'.repeat(20_000)],
  ['emphasis', `${'*'.repeat(50_000)}a${'*'.repeat(50_000)}`],
  ['both kinds of emphasis', '*a _b '.repeat(20_000)],
  ['backticks', '`'.repeat(50_000)],
  ['a table', `${'|a'.repeat(20_000)}|\n${'|-'.repeat(20_000)}|\n`],
])('%s without end neither hold up the page nor nest without end', (_, markdown) => {
  expect(depthOf(markdownTree(markdown))).toBeLessThanOrEqual(102);
});

test('any text is read, and nests no deeper than that', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...'# * _ ` [ ] ( ) ! < > | - \n 1. a ~ \\ &'.split(' '), ' ')),
      (letters) => {
        expect(depthOf(markdownTree(letters.join('')))).toBeLessThanOrEqual(102);
      },
    ),
  );
});
