import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { sleep } from '@pawprint/async';
import type { Logger } from 'pino';
import type { Check } from '../../model/readiness.ts';
import { type ChildAccess, childEnvironment, type Program, startProgram } from './start-program.ts';
import { supervise } from './supervise.ts';

/** The SDK's own grace for running jobs, the time to give the others back, and some to spare. */
const GRACE_MS = 20_000;
const POLL_MS = 100;

interface SampleExtractorsPorts extends ChildAccess {
  /** The names of all extractors that are registered. */
  readonly readRegistered: () => Promise<readonly string[]>;
  readonly log: Logger;
}

export interface SampleExtractors {
  /** Whether all are registered. A file that is uploaded before gets no job of a sample extractor, ever. */
  check(): Promise<Check>;
  /** Resolves when all are registered, or at the stop. */
  readonly registered: Promise<void>;
  /** Lets running jobs finish or be given back: stop the extractors while the server still listens. */
  stop(): Promise<void>;
}

/** Starts the sample extractors as processes of their own and keeps them running until it is stopped. */
export const startSampleExtractors = (
  { log, readRegistered, ...access }: SampleExtractorsPorts,
  programs: readonly Program[] = SAMPLE_PROGRAMS,
): SampleExtractors => {
  const env = childEnvironment(access, process.env);
  const supervision = supervise(
    {
      start: (program: Program) => startProgram(program, env, log),
      onExit: ({ name }, ending, pauseMs) =>
        log.warn({ extractor: name }, `Ended with ${ending}; it is started again in ${pauseMs / 1_000} s`),
    },
    programs,
  );
  const check = createRegistrationCheck(programs, readRegistered);
  const stopping = new AbortController();
  return {
    check,
    registered: waitForCheck(check, stopping.signal),
    stop: () => {
      stopping.abort();
      return supervision.stop(GRACE_MS);
    },
  };
};

/** Asks the database only until all have been there once: a registered extractor stays registered. */
const createRegistrationCheck = (
  programs: readonly Program[],
  readRegistered: () => Promise<readonly string[]>,
): (() => Promise<Check>) => {
  const missing = new Set(programs.map(({ name }) => name));
  return async () => {
    if (missing.size > 0) for (const name of await readRegistered()) missing.delete(name);
    if (missing.size === 0) return { ok: true };
    return { ok: false, reason: `Not registered yet: ${[...missing].join(', ')}` };
  };
};

const waitForCheck = async (check: () => Promise<Check>, signal: AbortSignal): Promise<void> => {
  // The check fails while the database is unavailable, which is reported elsewhere. The next try follows anyway.
  const isOk = (): Promise<boolean> =>
    check().then(
      ({ ok }) => ok,
      () => false,
    );
  while (!signal.aborted && !(await isOk())) await sleep(POLL_MS, signal);
};

const require = createRequire(import.meta.url);

/** Its package is found as Node finds packages: in a checkout and in the release it is in different folders. */
const sampleProgram = (name: string): Program => ({
  name: `pawprint.${name}`,
  path: join(dirname(require.resolve(`@pawprint/${name}-extractor/package.json`)), 'dist', 'main.js'),
});

const SAMPLE_PROGRAMS: readonly Program[] = ['file-digest', 'word-count', 'image-preview'].map(sampleProgram);
