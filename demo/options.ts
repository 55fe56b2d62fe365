import { parseArgs } from 'node:util';

export interface DemoOptions {
  readonly url: string;
  readonly credentials:
    | { readonly kind: 'key'; readonly key: string }
    | { readonly kind: 'password'; readonly email: string; readonly password: string };
  /** How many files to upload. */
  readonly files: number;
}

export type ReadOptions =
  | { readonly kind: 'run'; readonly options: DemoOptions }
  | { readonly kind: 'help' }
  | { readonly kind: 'problem'; readonly message: string };

/** One of each kind. */
export const FEWEST_FILES = 12;
const MOST_FILES = 5_000;

export const USAGE = `npm run demo [-- options]

Fills a running Pawprint with datasets, files and jobs, by way of its API and of real extractors. Everything is added:
run twice, it leaves its datasets twice. Nothing that is there is changed.

  --url <address>      of the server. Default: PAWPRINT_URL, or http://127.0.0.1:9000
  --key <key>          an API key. Default: PAWPRINT_ADMIN_KEY
  --email <e-mail>     to sign in with, where there is no key. Default: PAWPRINT_ADMIN_EMAIL
  --password <text>    Default: PAWPRINT_ADMIN_PASSWORD
  --files <number>     how many files to upload, ${FEWEST_FILES} to ${MOST_FILES}. Default: 200
  --help               this text

Examples:
  npm run demo -- --key pawprint-dev-key                                     # of npm run dev
  npm run demo -- --email admin@pawprint.local --password '…'                # as npm start printed them
  npm run demo -- --url https://pawprint.example.org --key K --files 1000
`;

export const readOptions = (args: readonly string[], env: NodeJS.ProcessEnv): ReadOptions => {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        url: { type: 'string', default: env['PAWPRINT_URL'] || 'http://127.0.0.1:9000' },
        key: { type: 'string' },
        email: { type: 'string' },
        password: { type: 'string' },
        files: { type: 'string', default: '200' },
        help: { type: 'boolean', default: false },
      },
    });
    return values.help ? { kind: 'help' } : check(values, env);
  } catch (error) {
    return problem(error instanceof Error ? error.message : String(error));
  }
};

interface Values {
  readonly url: string;
  readonly key?: string;
  readonly email?: string;
  readonly password?: string;
  readonly files: string;
}

const check = (values: Values, env: NodeJS.ProcessEnv): ReadOptions => {
  if (!/^https?:$/.test(protocolOf(values.url)))
    return problem(`--url is “${values.url}”; expected is an address like http://127.0.0.1:9000.`);
  const files = Number(values.files);
  if (!Number.isInteger(files) || files < FEWEST_FILES || files > MOST_FILES)
    return problem(
      `--files is “${values.files}”; expected is a whole number from ${FEWEST_FILES} to ${MOST_FILES}.`,
    );
  const credentials = credentialsOf(values, env);
  if (credentials === undefined)
    return problem('Give --key, or --email and --password: the server has to know who asks.');
  return { kind: 'run', options: { url: values.url.replace(/\/+$/, ''), credentials, files } };
};

/** Options take precedence over the environment. */
const credentialsOf = (
  { key, email, password }: Values,
  env: NodeJS.ProcessEnv,
): DemoOptions['credentials'] | undefined =>
  (key && { kind: 'key', key }) ||
  (email && password && { kind: 'password', email, password }) ||
  credentialsIn(env);

const credentialsIn = (env: NodeJS.ProcessEnv): DemoOptions['credentials'] | undefined => {
  const key = env['PAWPRINT_ADMIN_KEY'];
  const email = env['PAWPRINT_ADMIN_EMAIL'];
  const password = env['PAWPRINT_ADMIN_PASSWORD'];
  if (key) return { kind: 'key', key };
  return email && password ? { kind: 'password', email, password } : undefined;
};

const problem = (message: string): ReadOptions => ({ kind: 'problem', message });

const protocolOf = (url: string): string => (URL.canParse(url) ? new URL(url).protocol : '');
