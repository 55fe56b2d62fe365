import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';

type Values = Readonly<Record<string, unknown>>;

/**
 * Renders the chart as Helm would, as far as its templates go: values, `if`, `range`, `quote`, `printf`, `toString`,
 * `toYaml` and `nindent`. Anything else in them is an error.
 */
export const renderChart = async (chart: string, changed: Values = {}): Promise<Map<string, string>> => {
  const values = { ...(parse(await readFile(join(chart, 'values.yaml'), 'utf8')) as Values), ...changed };
  const root = { Values: values, Release: { Name: 'release' } };
  const templates = join(chart, 'templates');
  const files = await readdir(templates);
  return new Map(
    await Promise.all(
      files.map(async (file): Promise<[string, string]> => {
        const tokens = readTokens(await readFile(join(templates, file), 'utf8'));
        return [file, render(tokens, { root, variables: {} })];
      }),
    ),
  );
};

type Token = { readonly text: string } | { readonly action: string };

/** The dashes of `{{-` and `-}}` remove the space beside them. */
const readTokens = (template: string): Token[] => {
  const parts = template
    .replace(/\s*\{\{-/g, '{{')
    .replace(/-\}\}\s*/g, '}}')
    .split(/\{\{(.*?)\}\}/s);
  return parts.map((part, index) => (index % 2 === 0 ? { text: part } : { action: part.trim() }));
};

interface Scope {
  readonly root: Values;
  readonly variables: Values;
}

const render = (tokens: readonly Token[], scope: Scope): string => {
  const rest = [...tokens];
  let output = '';
  for (let token = rest.shift(); token !== undefined; token = rest.shift())
    output += 'text' in token ? token.text : renderAction(token.action, rest, scope);
  return output;
};

const renderAction = (action: string, rest: Token[], scope: Scope): string => {
  if (action.startsWith('if ')) {
    const block = cutBlock(rest);
    return evaluate(action.slice('if '.length), scope) ? render(block, scope) : '';
  }
  const range = /^range \$(\w+), \$(\w+) := (.*)$/.exec(action);
  if (range === null) return String(evaluate(action, scope));
  const [, key = '', value = '', of = ''] = range;
  const block = cutBlock(rest);
  return Object.entries(evaluate(of, scope) as Values)
    .map(([name, one]) => render(block, { ...scope, variables: { [key]: name, [value]: one } }))
    .join('');
};

/** Removes the tokens up to the `end` of the block, and returns them without it. */
const cutBlock = (rest: Token[]): Token[] => {
  const block: Token[] = [];
  for (let depth = 1; depth > 0; ) {
    const token = rest.shift();
    if (token === undefined) throw new Error('A block has no end.');
    if ('action' in token) depth += /^(if|range) /.test(token.action) ? 1 : token.action === 'end' ? -1 : 0;
    block.push(token);
  }
  return block.slice(0, -1);
};

/** `FUNCTION ARGUMENTS | FUNCTION …`: the value before a bar is the last argument of the function after it. */
const evaluate = (pipeline: string, scope: Scope): unknown =>
  pipeline.split('|').reduce<unknown[]>((piped, command) => [call(readWords(command), piped, scope)], [])[0];

const readWords = (command: string): string[] => command.match(/"[^"]*"|\([^)]*\)|\S+/g) ?? [];

const call = ([word = '', ...words]: readonly string[], piped: readonly unknown[], scope: Scope): unknown => {
  const values = [...words.map((each) => read(each, scope)), ...piped];
  const apply = FUNCTIONS[word];
  return apply === undefined ? read(word, scope) : apply(...values);
};

const read = (word: string, scope: Scope): unknown => {
  if (word.startsWith('"')) return JSON.parse(word);
  if (word.startsWith('(')) return evaluate(word.slice(1, -1), scope);
  if (/^\d+$/.test(word)) return Number(word);
  if (word.startsWith('$')) return member(scope.variables, word.slice(1));
  if (word.startsWith('.'))
    return word
      .slice(1)
      .split('.')
      .reduce<unknown>((value, name) => member(value as Values, name), scope.root);
  throw new Error(`The templates use ${word}, which is not rendered here.`);
};

const member = (values: Values, name: string): unknown => {
  if (!(name in values)) throw new Error(`There is no value ${name}.`);
  return values[name];
};

const FUNCTIONS: Readonly<Record<string, (...values: readonly unknown[]) => unknown>> = {
  quote: (value) => JSON.stringify(String(value)),
  toString: (value: unknown) => String(value),
  toYaml: (value) => stringify(value).trimEnd(),
  printf: (format, ...values) =>
    values.reduce<string>((text, value) => text.replace('%s', String(value)), String(format)),
  nindent: (width, text) => `\n${String(text).replace(/^/gm, ' '.repeat(Number(width)))}`,
};
