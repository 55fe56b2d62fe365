import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Client, createClient, parseAnswer } from '@pawprint/protocol';
import { type LineReader, readLines } from './line-reader.ts';

const MAIN = fileURLToPath(new URL('../../server/dist/main.js', import.meta.url));

export const ADMIN = { email: 'admin@example.org', password: 'correct horse battery', key: 'e2e-admin-key' };

export interface ServerProcess {
  readonly url: string;
  readonly client: Client;
  readonly dataDir: string;
  readonly process: ChildProcess;
  readonly output: LineReader;
  /** Sends SIGKILL, so that nothing is cleaned up. Resolves when the process has ended. */
  kill(): Promise<void>;
  /** SIGTERM, as an operator stops it. Resolves with the exit code. */
  stop(): Promise<number | null>;
}

export interface ServerProcessOptions {
  /** Default: a new one. Pass that of a stopped server to start it again. */
  readonly dataDir?: string;
  /** Default: any free port. */
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** The program that Node runs. Default: the server of the checkout, as built. */
  readonly main?: string;
}

const exitOf = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve(child.exitCode);
    else child.once('exit', (code) => resolve(code));
  });

const signalAndWait = (child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> => {
  child.kill(signal);
  return exitOf(child);
};

/** A test run or a benchmark that breaks off leaves no server behind. */
const endWithThisProcess = (child: ChildProcess): void => {
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
};

export const newDataDir = (): Promise<string> => mkdtemp(join(tmpdir(), 'pawprint-e2e-'));
export const removeDataDir = (dataDir: string): Promise<void> =>
  rm(dataDir, { recursive: true, force: true });

/** The built server as its own process, with its own embedded PostgreSQL, once it says that it is ready. */
export const startServerProcess = async (options: ServerProcessOptions = {}): Promise<ServerProcess> => {
  const dataDir = options.dataDir ?? (await newDataDir());
  const child = spawn(process.execPath, [options.main ?? MAIN], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      PAWPRINT_DATA_DIR: dataDir,
      PAWPRINT_PORT: String(options.port ?? 0),
      PAWPRINT_ADMIN_EMAIL: ADMIN.email,
      PAWPRINT_ADMIN_PASSWORD: ADMIN.password,
      PAWPRINT_ADMIN_KEY: ADMIN.key,
      PAWPRINT_SAMPLE_EXTRACTORS: 'off',
      ...options.env,
    },
  });
  endWithThisProcess(child);
  const output = readLines(child.stdout, child.stderr);
  // Behind a proxy, the first address is that of the proxy, and the one at which it listens follows.
  const [, url = ''] = await output.waitFor(
    /(?:ready at|listens at) +(http:\/\/127\.0\.0\.1:\d+)\n(?!  It listens)/,
  );
  return {
    url,
    client: createClient({ baseUrl: url, key: ADMIN.key, parseAnswer }),
    dataDir,
    process: child,
    output,
    kill: async () => void (await signalAndWait(child, 'SIGKILL')),
    stop: () => signalAndWait(child, 'SIGTERM'),
  };
};
