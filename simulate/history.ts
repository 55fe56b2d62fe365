import { NON_TERMINAL_STATES, WAITING_STATES } from '@pawprint/core';
import { sql } from 'kysely';
import { v4 } from 'uuid';
import { cancelJob } from '../packages/server/src/jobs/cancel.ts';
import { submitJobs } from '../packages/server/src/jobs/submit/submit-jobs.ts';
import type { Database } from '../packages/server/src/store/database.ts';
import { happen, stepServers } from './faults.ts';
import type { Plan, Submission } from './plan.ts';
import { checkLost, type History, summarize } from './verdict.ts';
import { CANCELLER, createWorld, isWorkedOn, type World } from './world.ts';

const SECOND = 1_000;
const HOUR_MS = 3_600 * SECOND;
/** How often the servers do what is due. */
const STEP_MS = 30 * SECOND;
/** The same while no job waits and no message is on its way: only silences have to be noticed then. */
const QUIET_STEP_MS = 300 * SECOND;
/** After the last fault: longer than the watchdog waits before it gives a job up. */
const AFTERWARDS_MS = 30 * HOUR_MS;

export interface Progress {
  readonly hour: number;
  readonly hours: number;
}

/** Lets a plan happen, on an empty database. */
export const runHistory = async (
  plan: Plan,
  db: Database,
  onProgress: (progress: Progress) => void = () => undefined,
): Promise<History> => {
  const world = await createWorld(plan, db);
  const { timeline } = world;
  for (const submission of plan.submissions) timeline.at(submission.at, () => submit(world, submission));
  for (const fault of plan.faults) timeline.at(fault.at, () => happen(world, fault));
  for (const each of [...world.instances.values()].flat()) each.start();
  const until = plan.end + AFTERWARDS_MS;
  timeline.after(0, () => step(world, until));
  const hours = Math.ceil((until - plan.start) / HOUR_MS);
  for (let hour = 1; hour <= hours; hour += 1) {
    await timeline.runUntil(plan.start + hour * HOUR_MS);
    onProgress({ hour, hours });
    if (timeline.now() > plan.end && !(await hasJobs(db, NON_TERMINAL_STATES))) break;
  }
  return summarize(world);
};

/** One step after the other: the next is planned when the last is done. */
const step = async (world: World, until: number): Promise<void> => {
  const { db, timeline, broker } = world;
  await stepServers(world);
  const [claimable, someWait] = await Promise.all([
    readClaimable(world),
    hasJobs(db, WAITING_STATES),
    checkLost(world),
  ]);
  await answerClaims(world, claimable);
  const isQuiet = !someWait && !broker.hasMessages() && !isWorking(world);
  if (timeline.now() < until) timeline.after(isQuiet ? QUIET_STEP_MS : STEP_MS, () => step(world, until));
};

const isWorking = ({ instances }: World): boolean =>
  [...instances.values()].some((all) => all.some(({ job }) => job !== null));

const hasJobs = async (db: Database, states: readonly string[]): Promise<boolean> => {
  const { rows } =
    await sql`select from jobs where finished_at is null and state = any(${states}::text[]) limit 1`.execute(
      db,
    );
  return rows.length > 0;
};

/** The extractors for whose jobs instances wait, and that have one. */
const readClaimable = async ({ db, timeline, claims }: World): Promise<readonly string[]> => {
  const { rows } = await sql<{ extractor: string }>`
    select distinct extractor from jobs
    where extractor = any(${[...claims.keys()]}::text[]) and state = any(${WAITING_STATES}::text[])
      and lane is distinct from 'rabbitmq' and available_at <= ${new Date(timeline.now())}
    order by extractor`.execute(db);
  return rows.map(({ extractor }) => extractor);
};

const answerClaims = async ({ claims, servers }: World, extractors: readonly string[]): Promise<void> => {
  if (servers.length === 0) return;
  for (const extractor of extractors) {
    const waiting = claims.get(extractor) ?? [];
    claims.delete(extractor);
    for (const claim of waiting) await claim();
  }
};

/** The database takes a submission only where a server does. Otherwise it is made again later. */
const submit = async (world: World, submission: Submission): Promise<void> => {
  const { db, timeline, truth, servers } = world;
  if (servers.length === 0) return timeline.after(STEP_MS, () => submit(world, submission));
  const { extractor, cancelledAfterMs } = submission;
  const wanted = {
    extractor,
    resource: { type: 'file' as const, id: v4(), name: 'soil.csv', sizeBytes: 12, mime: 'text/csv' },
    datasetId: null,
    cause: null,
    trigger: 'upload' as const,
    submittedBy: null,
    parameters: {},
    resubmitOf: null,
    chain: [],
    priority: 0,
    dataChange: null,
  };
  const [job] = await db.transaction().execute((trx) => submitJobs(trx, [wanted], timeline.now()));
  if (job === undefined) return;
  const { id } = job.facts;
  truth.set(id, { submission, attempts: 0, messageLostAt: null, cancel: null });
  if (cancelledAfterMs !== null) timeline.after(cancelledAfterMs, () => cancel(world, id, extractor));
};

/** A job that has ended is not cancelled any more. */
const cancel = async (world: World, jobId: string, extractor: string): Promise<void> => {
  const { timeline, truth, servers } = world;
  const [server] = servers;
  if (server === undefined) return timeline.after(STEP_MS, () => cancel(world, jobId, extractor));
  const refusal = await cancelJob(server.jobs, jobId, CANCELLER);
  const job = truth.get(jobId);
  if (refusal !== undefined || job === undefined) return;
  job.cancel = { ran: isWorkedOn(world, extractor, jobId), stopped: false };
};
