import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Tinypool } from 'tinypool';
import { SMALL_BODY } from './body-limits.ts';
import type { DocumentFields } from './large-body.ts';
import type { LargeBodyResult, LargeBodyTask } from './large-body-thread.ts';

export interface LargeBodyParser {
  /** Takes the bytes over: they are no longer there afterwards. */
  readonly parse: (bytes: Uint8Array<ArrayBuffer>, documents: DocumentFields) => Promise<LargeBodyResult>;
  readonly close: () => Promise<void>;
}

/** Parses in a thread of its own, one body after the other. The thread starts when it is first needed. */
export const createLargeBodyParser = (): LargeBodyParser => {
  const pool = new Tinypool({
    filename: `${HERE}large-body-thread${SUFFIX}`,
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: 60_000,
    resourceLimits: { maxOldGenerationSizeMb: 1_024 },
    execArgv: SUFFIX === '.ts' ? loaderOfSources() : [],
  });
  return {
    parse(bytes, documents) {
      const task: LargeBodyTask = { bytes, documents, mostAround: SMALL_BODY.bytes };
      return pool.run(task, {
        transferList: [bytes.buffer],
        signal: AbortSignal.timeout(LONGEST_MS),
      }) as Promise<LargeBodyResult>;
    },
    close: () => pool.destroy(),
  };
};

/** Many times what the largest body takes. Its thread is ended then. */
const LONGEST_MS = 60_000;

const HERE = fileURLToPath(new URL('.', import.meta.url));

/** `.ts` where the server runs from its sources, as in tests. */
const SUFFIX = extname(import.meta.url);

/** A new thread has no loader for TypeScript, whatever loads it here. */
const loaderOfSources = (): string[] => {
  const loader = import.meta.resolve('tsx/esm/api');
  return ['--import', `data:text/javascript,import { register } from '${loader}'; register();`];
};
