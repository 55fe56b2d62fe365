import { relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createProject, type Problem, type Project } from './create-project.ts';
import { refuseName } from './refuse-name.ts';

interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: { readonly write: (text: string) => unknown };
  readonly stderr: { readonly write: (text: string) => unknown };
}

/** Makes a project for an extractor. The exit code: 0 done, 1 not done, 2 wrong arguments. */
export const runCreate = async (args: readonly string[], terminal: Terminal): Promise<number> => {
  const { env, stdout, stderr } = terminal;
  const request = readRequest(args, env['PAWPRINT_URL']);
  if (request === 'help') {
    stdout.write(HELP);
    return 0;
  }
  if ('problem' in request) {
    stderr.write(`${request.problem}\nSee --help.\n`);
    return 2;
  }
  const failed = await createProject(request);
  if (failed !== undefined) {
    stderr.write(`${failed.problem}\n`);
    return 1;
  }
  stdout.write(nextSteps(request));
  return 0;
};

const readRequest = (args: readonly string[], usualUrl = DEFAULT_URL): Project | Problem | 'help' => {
  const parsed = parse(args);
  if ('problem' in parsed) return parsed;
  const { values, positionals } = parsed;
  if (values.help) return 'help';
  const [name, folder = name, ...others] = positionals;
  if (name === undefined || folder === undefined)
    return { problem: 'How the extractor is called is not given.' };
  if (others.length > 0) return { problem: `One name and one folder, not ${others.join(' ')} as well.` };
  const problem = refuseName(name);
  if (problem !== undefined) return { problem };
  const url = values.url ?? usualUrl;
  if (!/^https?:\/\//.test(url) || !URL.canParse(url))
    return { problem: `${url} is no address of a server.` };
  return { name, folder: resolve(folder), url: url.replace(/\/+$/, '') };
};

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { url: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false } },
    });
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
};

const DEFAULT_URL = 'http://127.0.0.1:9000';

const nextSteps = ({ name, folder, url }: Project): string => `${name} is in ${folder}. Now:

  cd ${relative('.', folder) || '.'}
  npm install
  npm test
  PAWPRINT_URL=${url} PAWPRINT_KEY=… npm start

${url}/extractors/new makes a key, and says when the extractor is heard.
`;

const HELP = `create-pawprint-extractor: makes a project for an extractor in TypeScript, with a test and a Dockerfile

  create-pawprint-extractor NAME [FOLDER]   NAME is its name on the server: letters, digits, dots, dashes and
                                            underscores. FOLDER is new or empty; default: one called NAME

  --url URL   the server that gives the SDK; default PAWPRINT_URL, else ${DEFAULT_URL}
  -h, --help  this text

Examples
  npx --yes ${DEFAULT_URL}/sdk/create-pawprint-extractor.tgz acme.line-count
  npx --yes https://pawprint.example.org/sdk/create-pawprint-extractor.tgz acme.ocr ocr --url https://pawprint.example.org
  npx pawprint create-extractor acme.line-count
`;
