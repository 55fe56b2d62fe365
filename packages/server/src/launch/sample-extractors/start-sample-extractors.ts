import { setTimeout as rest } from 'node:timers/promises';
import type { Logger } from 'pino';
import { type ChildAccess, childEnvironment } from './child-environment.ts';
import { type Program, SAMPLE_PROGRAMS } from './sample-programs.ts';
import { startProgram } from './start-program.ts';
import { supervise } from './supervise.ts';

/** The SDK's own grace for running jobs, the time to hand the others over, and some to spare. */
const GRACE_MS = 20_000;

export interface SampleExtractorsPorts extends ChildAccess {
  readonly log: Logger;
}

export interface SampleExtractors {
  /** Lets running jobs finish or be given back: stop it while the server still listens. */
  stop(): Promise<void>;
}

/** Starts the sample extractors as processes of their own and keeps them running until it is stopped. */
export const startSampleExtractors = (
  { log, ...access }: SampleExtractorsPorts,
  programs: readonly Program[] = SAMPLE_PROGRAMS,
): SampleExtractors => {
  const env = childEnvironment(access, process.env);
  const supervision = supervise(
    {
      start: (program: Program) => startProgram(program, env, log),
      now: Date.now,
      rest: (ms, signal) => rest(ms, undefined, { signal }).catch(() => undefined),
      onDeath: ({ name }, how, pauseMs) =>
        log.warn({ extractor: name }, `Ended with ${how}; is started again in ${pauseMs / 1_000} s`),
    },
    programs,
  );
  return { stop: () => supervision.stop(GRACE_MS) };
};
