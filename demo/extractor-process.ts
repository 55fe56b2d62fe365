import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface ExtractorAccess {
  readonly url: string;
  readonly key: string;
  readonly gazetteerUrl: string;
}

export interface ExtractorProcess {
  /** Ends it in the middle of whatever it does. */
  readonly kill: () => Promise<void>;
  /** Lets it finish its jobs or give them back. */
  readonly stop: () => Promise<void>;
}

/** Starts `extractors/NAME.ts` in a process of its own, and resolves once it asks for jobs. */
export const startExtractor = async (name: string, access: ExtractorAccess): Promise<ExtractorProcess> => {
  const path = fileURLToPath(new URL(`./extractors/${name}.ts`, import.meta.url));
  // With our own options, which make Node run TypeScript.
  const child = spawn(process.execPath, [...process.execArgv, path], {
    env: {
      ...process.env,
      PAWPRINT_URL: access.url,
      PAWPRINT_KEY: access.key,
      DEMO_GAZETTEER_URL: access.gazetteerUrl,
      // It ends when its stdin does: when we end, however that happens.
      PAWPRINT_SUPERVISED: '1',
    },
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  const exited = once(child, 'exit');
  await atWork(name, child);
  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    child.kill(signal);
    await exited;
  };
  return { kill: () => end('SIGKILL'), stop: () => end('SIGTERM') };
};

const atWork = (name: string, { stderr }: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    if (stderr === null) return;
    let output = '';
    const lines = createInterface({ input: stderr });
    lines.on('line', (line) => {
      output += `${line}\n`;
      if (line.includes('at work for')) resolve();
    });
    lines.once('close', () => reject(new Error(`The extractor ${name} ended:\n${output}`)));
  });
