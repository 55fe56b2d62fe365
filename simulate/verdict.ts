import { createHash } from 'node:crypto';
import { isTerminal, type JobState } from '@pawprint/core';
import { sql } from 'kysely';
import { createDraw } from './random.ts';
import { isWorkedOn, type JobTruth, type Violation, type World } from './world.ts';

export interface History {
  readonly violations: readonly Violation[];
  readonly jobs: number;
  readonly states: Readonly<Record<string, number>>;
  /** How often a cancel ended in each of its ways. */
  readonly cancels: Readonly<Record<string, number>>;
  readonly events: number;
  /** The same for two runs in which the same happened. */
  readonly digest: string;
}

/** A job that was given up must not be in the broker, or with an instance that works on it. */
export const checkLost = async (world: World): Promise<void> => {
  const { rows } = await sql<{ seq: string; id: string; extractor: string }>`
    select last_seq as seq, id, extractor from jobs
    where state = 'LOST' and last_seq > ${world.checkedSeq} order by last_seq`.execute(world.db);
  for (const { seq, id: jobId, extractor } of rows) {
    world.checkedSeq = seq;
    if (world.broker.hasMessage(extractor, jobId) || isWorkedOn(world, extractor, jobId))
      world.violations.push({
        jobId,
        extractor,
        what: 'was LOST though it was in the broker or being worked on',
      });
  }
};

interface EndedJob {
  readonly id: string;
  readonly extractor: string;
  readonly state: JobState;
  readonly cancel: string | null;
  readonly outcomes: readonly string[] | null;
  readonly lastStartedAt: Date | null;
}

/** What came of all jobs, and what of that must not be so. */
export const summarize = async (world: World): Promise<History> => {
  const { rows } = await sql<EndedJob>`
    select j.id, j.extractor, j.state, j.cancel_outcome as cancel,
      array_agg(a.outcome order by a.number) filter (where a.number is not null) as outcomes,
      max(a.started_at) as "lastStartedAt"
    from jobs j left join job_attempts a on a.job_id = j.id group by j.id order by j.id`.execute(world.db);
  const { rows: counted } = await sql<{ n: number }>`select count(*)::integer as n from job_events`.execute(
    world.db,
  );
  const cancelled = rows.filter(({ id }) => world.truth.get(id)?.cancel);
  const events = counted[0]?.n ?? 0;
  return {
    violations: [...world.violations, ...rows.flatMap((job) => violationsOf(world, job))],
    jobs: rows.length,
    states: countBy(rows, ({ state }) => state),
    cancels: countBy(cancelled, ({ state, cancel }) => (state === 'LOST' ? 'lost' : (cancel ?? 'unknown'))),
    events,
    digest: digestOf(world, rows, events),
  };
};

const countBy = <Item>(items: readonly Item[], keyOf: (item: Item) => string): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const item of items) counts[keyOf(item)] = (counts[keyOf(item)] ?? 0) + 1;
  return counts;
};

const digestOf = ({ truth }: World, jobs: readonly EndedJob[], events: number): string => {
  const hash = createHash('sha256');
  for (const { id, state, cancel, outcomes } of jobs)
    hash.update(`${truth.get(id)?.submission.number} ${state} ${cancel} ${outcomes?.join(' ')}\n`);
  hash.update(`${events} events`);
  return hash.digest('hex').slice(0, 16);
};

/** All instances live and nothing fails for longer than the watchdog waits: every job must be over, and rightly so. */
const violationsOf = (world: World, job: EndedJob): Violation[] => {
  const { id: jobId, extractor } = job;
  const truth = world.truth.get(jobId);
  if (truth === undefined) return [{ jobId, extractor, what: 'was submitted by nobody' }];
  const rules = [stateProblem(world, truth, job), cancelProblem(truth, job)];
  return rules.flatMap((what) => (what === undefined ? [] : [{ jobId, extractor, what }]));
};

const stateProblem = (world: World, truth: JobTruth, job: EndedJob): string | undefined => {
  if (!isTerminal(job.state)) return `is ${job.state} at the end`;
  if (job.state === 'FAILED' && !failsAnyway(world, truth))
    return 'FAILED though its handler never failed for good';
  if (job.state === 'LOST' && !isLostRightly(truth, job))
    return 'is LOST though its message was not lost in an attempt';
  return undefined;
};

const failsAnyway = ({ plan }: World, { submission }: JobTruth): boolean =>
  createDraw(plan.seed)('outcome', submission.number) < 0.05;

/**
 * The message was lost with its queue while, by all that was reported, an attempt was running. It will not come again,
 * and nobody knows whether the attempt's process goes on: to send it again could run the job twice at once.
 */
const isLostRightly = ({ messageLostAt }: JobTruth, { outcomes, lastStartedAt }: EndedJob): boolean =>
  messageLostAt !== null &&
  outcomes?.at(-1) === 'LOST' &&
  lastStartedAt !== null &&
  // The start may have been reported before and stored after.
  lastStartedAt.getTime() <= messageLostAt + REPORTED_WITHIN_MS;

/** The longest that a report waits to be stored: as long as the servers are away. */
const REPORTED_WITHIN_MS = 20 * 60_000;

/** What a cancel came to must be true. Null is: an attempt ran, and nobody reported its end. */
const cancelProblem = ({ cancel: truth }: JobTruth, { state, cancel }: EndedJob): string | undefined => {
  if (truth === null) return state === 'CANCELLED' ? 'is CANCELLED though nobody cancelled it' : undefined;
  if (state === 'LOST') return undefined;
  if (state !== 'CANCELLED') return `is ${state} though its cancel was accepted`;
  if (cancel === 'never_ran' && truth.ran) return 'is said to have never run, and it ran';
  if (cancel === 'stopped' && !truth.stopped) return 'is said to have stopped, and nothing stopped it';
  return undefined;
};
