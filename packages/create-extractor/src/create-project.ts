import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Project {
  readonly name: string;
  /** New, or empty. */
  readonly folder: string;
  /** The server that the SDK comes from, without a slash at its end. */
  readonly url: string;
}

/** Why nothing was written. */
export interface Problem {
  readonly problem: string;
}

const TEMPLATE = fileURLToPath(new URL('../assets/project/', import.meta.url));
/** Stands for the name in the files of the template. */
const NAME = 'example.line-count';
const SDK = 'sdk/pawprint-extractor.tgz';
/** npm leaves files of these names out of a package. */
const DOTTED: readonly string[] = ['gitignore', 'dockerignore'];

/** Writes the project, with the SDK in it: undefined where that was done. */
export const createProject = async (project: Project): Promise<Problem | undefined> => {
  const { folder } = project;
  if (!(await isFree(folder))) return { problem: `${folder} is there already, and is not empty.` };
  const sdk = await downloadSdk(project.url);
  if ('problem' in sdk) return sdk;
  for (const path of await listFiles()) await writeTemplate(project, path);
  await write(join(folder, SDK), sdk);
  return undefined;
};

const isFree = async (folder: string): Promise<boolean> => {
  try {
    return (await readdir(folder)).length === 0;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT';
  }
};

const downloadSdk = async (url: string): Promise<Uint8Array | Problem> => {
  const address = `${url}/${SDK}`;
  try {
    const response = await fetch(address);
    if (response.ok) return new Uint8Array(await response.arrayBuffer());
    return { problem: `${address} answered ${response.status}. Is it a Pawprint, and one that was built?` };
  } catch (error) {
    const cause =
      error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    return {
      problem: `${address} cannot be reached: ${cause}. Which server gives the SDK is said by --url.`,
    };
  }
};

/** Below the template, files only. */
const listFiles = async (): Promise<string[]> => {
  const entries = await readdir(TEMPLATE, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(TEMPLATE.length));
};

const writeTemplate = async ({ name, folder, url }: Project, path: string): Promise<void> => {
  const template = await readFile(join(TEMPLATE, path), 'utf8');
  const named = path === 'package.json' ? name.toLowerCase() : name;
  const text = template.replaceAll(NAME, named).replaceAll('http://127.0.0.1:9000', url);
  await write(join(folder, DOTTED.includes(path) ? `.${path}` : path), text);
};

const write = async (path: string, content: string | Uint8Array): Promise<void> => {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
};
