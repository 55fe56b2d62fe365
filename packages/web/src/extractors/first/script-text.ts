import python from '../../../../../examples/first/line_count.py?raw';
// oxlint-disable-next-line import/default -- Vite gives the text of the file
import typescript from '../../../../../examples/first/line-count.mts?raw';
import shell from '../../../../../examples/first/line-count.sh?raw';

export const LANGUAGES = ['shell', 'python', 'typescript'] as const;
export type Language = (typeof LANGUAGES)[number];

interface Script {
  readonly label: string;
  /** What it is saved as. */
  readonly file: string;
  /** What has to be on the machine. */
  readonly needs: string;
  /** As it stands in examples/first: for the extractor `example.line-count`, which wants `text/*`. */
  readonly text: string;
  readonly quote: '"' | "'";
  /** The commands before those that name server and key, and the one that runs it. */
  readonly install?: (url: string) => string;
  readonly run: string;
}

export const SCRIPTS: Readonly<Record<Language, Script>> = {
  shell: {
    label: 'Shell',
    file: 'line-count.sh',
    needs: 'a POSIX shell and curl 7.76 or newer',
    text: shell,
    quote: '"',
    run: 'sh line-count.sh',
  },
  python: {
    label: 'Python',
    file: 'line_count.py',
    needs: 'Python 3.8 or newer, and no packages',
    text: python,
    quote: '"',
    run: 'python3 line_count.py',
  },
  typescript: {
    label: 'TypeScript',
    file: 'line-count.mts',
    needs: 'Node.js 20.20 or newer; the SDK comes from this server',
    text: typescript,
    quote: "'",
    install: (url) => `npm install ${url}/sdk/pawprint-extractor.tgz`,
    run: 'npx --yes tsx line-count.mts',
  },
};

export interface Wanted {
  readonly name: string;
  /** MIME patterns. */
  readonly wants: readonly string[];
}

/** The script for an extractor of this name, which wants these files. Both have been checked: they need no quoting. */
export const scriptOf = (language: Language, { name, wants }: Wanted): string => {
  const { text, quote } = SCRIPTS[language];
  const list = (patterns: readonly string[]): string =>
    `[${patterns.map((pattern) => `${quote}${pattern}${quote}`).join(', ')}]`;
  return text.replace('example.line-count', () => name).replace(list(['text/*']), () => list(wants));
};

/** In place of a key that was not made yet. */
const NO_KEY = 'your-key';

export const commandsOf = (language: Language, url: string, key: string | undefined): string => {
  const { install, run } = SCRIPTS[language];
  return [
    ...(install ? [install(url)] : []),
    `export PAWPRINT_URL=${url}`,
    `export PAWPRINT_KEY=${key ?? NO_KEY}`,
    run,
  ].join('\n');
};

/** What makes a project for an extractor in TypeScript (packages/create-extractor). */
export const projectCommand = (url: string, name: string): string =>
  `npx --yes ${url}/sdk/create-pawprint-extractor.tgz ${name} --url ${url}`;

const PATTERN = /^[\w.+*-]+\/[\w.+*-]+$/;

/** The patterns that a person has written, or why they cannot be read. */
export const readWants = (
  written: string,
):
  | { readonly wants: readonly string[]; readonly problem?: undefined }
  | { readonly problem: string; readonly wants?: undefined } => {
  const patterns = written.split(/[\s,]+/).filter((pattern) => pattern !== '');
  if (patterns.length === 0) return { problem: 'Name at least one type, for example text/* or */*.' };
  const wrong = patterns.find((pattern) => !PATTERN.test(pattern));
  return wrong === undefined
    ? { wants: patterns }
    : { problem: `${wrong} is no MIME type. One looks like image/png, or image/* for all images.` };
};

/** "ana.line-count" for Ana Ruiz. */
export const suggestName = (person: string): string => {
  const [first = ''] = person
    .normalize('NFKD')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  return `${first || 'my'}.line-count`;
};
