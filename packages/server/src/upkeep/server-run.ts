import { schedule } from '@pawprint/async';
import type { Instant } from '@pawprint/core';
import { v7 } from 'uuid';
import type { Database } from '../store/database.ts';
import { beginRun, LONGEST_SILENCE_MS, renewRun } from '../store/server-runs.ts';

interface ServerRunPorts {
  readonly db: Database;
  readonly now: () => Instant;
  /** How many reports wait in the broker; undefined while that is not known. */
  readonly countBacklog: () => Promise<number | undefined>;
}

const BEAT_MS = 1_000;

/**
 * Records every second that this server answers, so that the times in which none did are known. Call it once the server
 * listens, and stop it before the server closes.
 */
export const startServerRun = async ({ db, now, countBacklog }: ServerRunPorts) => {
  let run = await begin(db, now());
  const beat = async (): Promise<void> => {
    const at = now();
    if (at - run.aliveAt > LONGEST_SILENCE_MS) run = await begin(db, at);
    const isEmpty = run.isCaughtUp || (await countBacklog()) === 0;
    // What the last look still found in the queue has been received by this one.
    run.isCaughtUp = isEmpty && run.wasEmpty;
    run.wasEmpty = isEmpty;
    await renewRun(db, run.id, run.isCaughtUp, at);
    run.aliveAt = at;
  };
  // A database that is away is no news here: the readiness check reports it.
  const beats = schedule(beat, { pauseMs: BEAT_MS, onError: () => undefined });
  return { stop: () => beats.stop() };
};

interface Run {
  readonly id: string;
  aliveAt: Instant;
  /** The last look found no report waiting. */
  wasEmpty: boolean;
  /** Everything reported before the run has been received. */
  isCaughtUp: boolean;
}

const begin = async (db: Database, now: Instant): Promise<Run> => {
  const run = { id: v7(), aliveAt: now, wasEmpty: false, isCaughtUp: false };
  await beginRun(db, run.id, now);
  return run;
};
