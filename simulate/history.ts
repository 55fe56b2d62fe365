import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { v4 } from 'uuid';
import { submitJobs } from '../packages/server/src/jobs/submit/submit-jobs.ts';
import type { Database } from '../packages/server/src/store/database.ts';
import { Broker } from './broker.ts';
import { HttpInstance } from './http-extractor.ts';
import { type Fault, type Plan, type Submission, type Work, workFor } from './plan.ts';
import { type Instance, RabbitmqInstance } from './rabbitmq-extractor.ts';
import { createDraw } from './random.ts';
import { REPLY_QUEUE, type SimulatedServer, startServer } from './server.ts';
import { createTimeline, type Timeline } from './timeline.ts';

/** Something that must not be so. */
export interface Violation {
  readonly jobId: string;
  readonly extractor: string;
  readonly what: string;
}

export interface History {
  readonly violations: readonly Violation[];
  readonly jobs: number;
  readonly states: Readonly<Record<string, number>>;
  readonly events: number;
  /** The same for two runs in which the same happened. */
  readonly digest: string;
}

/** How often the server does what is due. */
const STEP_MS = 15_000;
const IDLE_STEP_MS = 300_000;
/** After the last fault: longer than the watchdog waits before it gives a job up. */
const AFTERWARDS_MS = 30 * 3_600_000;
const HOUR_MS = 3_600_000;

export interface Progress {
  readonly hour: number;
  readonly hours: number;
}

interface World {
  readonly plan: Plan;
  readonly db: Database;
  readonly timeline: Timeline;
  readonly broker: Broker;
  readonly instances: Map<string, readonly Instance[]>;
  readonly submissionOf: Map<string, Submission>;
  readonly violations: Violation[];
  /** Undefined while no server runs. */
  server: SimulatedServer | undefined;
  /** Of the newest event that was checked. */
  checkedSeq: number;
}

/** Lets a plan happen, on an empty database. */
export const runHistory = async (
  plan: Plan,
  db: Database,
  onProgress: (progress: Progress) => void = () => undefined,
): Promise<History> => {
  const world = await createWorld(plan, db);
  for (const submission of plan.submissions)
    world.timeline.at(submission.at, () => submit(world, submission));
  for (const fault of plan.faults) world.timeline.at(fault.at, () => happen(world, fault));
  for (const each of [...world.instances.values()].flat()) each.start();
  const until = plan.end + AFTERWARDS_MS;
  scheduleSteps(world, until);
  const hours = Math.ceil((until - plan.start) / HOUR_MS);
  for (let hour = 1; hour <= hours; hour += 1) {
    await world.timeline.runUntil(plan.start + hour * HOUR_MS);
    onProgress({ hour, hours });
    if (world.timeline.now() > plan.end && !(await hasOpenJobs(db))) break;
  }
  return summarize(world);
};

const createWorld = async (plan: Plan, db: Database): Promise<World> => {
  const timeline = createTimeline(plan.start);
  const broker = new Broker(timeline, REPLY_QUEUE);
  const draw = createDraw(plan.seed);
  const submissionOf = new Map<string, Submission>();
  const attempts = new Map<string, number>();
  const nextWork = (jobId: string): Work => {
    const attempt = (attempts.get(jobId) ?? 0) + 1;
    attempts.set(jobId, attempt);
    return workFor(draw, submissionOf.get(jobId)?.number ?? -1, attempt);
  };
  const world: World = {
    plan,
    db,
    timeline,
    broker,
    submissionOf,
    violations: [],
    server: undefined,
    checkedSeq: 0,
    instances: new Map(),
  };
  const serverAnswers = (): boolean => world.server !== undefined;
  const surroundings = { timeline, broker, nextWork, serverAnswers, server: () => world.server };
  for (const extractor of plan.extractors) {
    const Lane = extractor.lane === 'http' ? HttpInstance : RabbitmqInstance;
    const all = Array.from({ length: extractor.instances }, (_, n) => new Lane(extractor, n, surroundings));
    world.instances.set(extractor.name, all);
  }
  await register(db, plan);
  world.server = await startServer({ db, now: timeline.now, broker });
  return world;
};

/** Extractors on HTTP register themselves over HTTP, the others by their heartbeats. */
const register = async (db: Database, { extractors, start }: Plan): Promise<void> => {
  const at = new Date(start);
  const rows = extractors
    .filter(({ lane }) => lane === 'http')
    .map(({ name }) => ({
      name,
      id: v4(),
      version: '1.0',
      info: '{}',
      enabled: true,
      first_seen_at: at,
      updated_at: at,
    }));
  if (rows.length > 0) await db.insertInto('extractors').values(rows).execute();
};

/** One step after the other: the next is planned when the last is done. While no job waits or runs, little is due. */
const scheduleSteps = (world: World, until: number): void => {
  const step = async (): Promise<void> => {
    await world.server?.step();
    await checkLost(world);
    const pauseMs = (await hasOpenJobs(world.db)) ? STEP_MS : IDLE_STEP_MS;
    if (world.timeline.now() < until) world.timeline.after(pauseMs, step);
  };
  world.timeline.after(0, step);
};

const hasOpenJobs = async (db: Database): Promise<boolean> => {
  const { rows } = await sql`select 1 from jobs where state <> all(${OVER}) limit 1`.execute(db);
  return rows.length > 0;
};

/** The database takes a submission only where a server does. Otherwise it is made again later. */
const submit = async (world: World, submission: Submission): Promise<void> => {
  const { db, timeline, submissionOf, server } = world;
  if (server === undefined) return timeline.after(STEP_MS, () => submit(world, submission));
  const wanted = {
    extractor: submission.extractor,
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
  if (job !== undefined) submissionOf.set(job.facts.id, submission);
};

const happen = async (world: World, fault: Fault): Promise<void> => {
  const { timeline, broker, instances } = world;
  if (fault.fault === 'server stops') return stopServer(world, fault.forMs);
  if (fault.fault === 'queue is deleted') return broker.deleteQueue(fault.extractor);
  if (fault.fault === 'broker stops') {
    if (!broker.isUp()) return;
    broker.stop();
    return timeline.after(fault.forMs, () => broker.start());
  }
  const instance = instances.get(fault.extractor)?.[fault.instance];
  instance?.die();
  timeline.after(fault.forMs, () => instance?.start());
};

const stopServer = async (world: World, forMs: number): Promise<void> => {
  const { db, timeline, broker } = world;
  if (world.server === undefined) return;
  await world.server.renew();
  world.server = undefined;
  timeline.after(forMs, async () => {
    world.server = await startServer({ db, now: timeline.now, broker });
  });
};

/** A job that was given up must not be in the broker, or with an instance that works on it. */
const checkLost = async (world: World): Promise<void> => {
  const { rows } = await sql<{ seq: string; job_id: string; extractor: string }>`
    select e.seq, e.job_id, j.extractor from job_events e join jobs j on j.id = e.job_id
    where e.kind = 'LOST' and e.seq > ${world.checkedSeq} order by e.seq`.execute(world.db);
  for (const { seq, job_id: jobId, extractor } of rows) {
    world.checkedSeq = Number(seq);
    if (world.broker.hasMessage(extractor, jobId) || isWorkedOn(world, extractor, jobId))
      world.violations.push({
        jobId,
        extractor,
        what: 'was LOST though it was in the broker or being worked on',
      });
  }
};

const isWorkedOn = ({ instances }: World, extractor: string, jobId: string): boolean =>
  instances.get(extractor)?.some((each) => each.worksOn(jobId)) ?? false;

interface EndedJob {
  readonly id: string;
  readonly extractor: string;
  readonly state: string;
  readonly outcomes: readonly string[] | null;
}

const OVER = ['SUCCEEDED', 'FAILED', 'SKIPPED', 'CANCELLED', 'LOST'];

const summarize = async (world: World): Promise<History> => {
  const { rows } = await sql<EndedJob>`
    select j.id, j.extractor, j.state, array_agg(a.outcome order by a.number) filter (where a.number is not null) as outcomes
    from jobs j left join job_attempts a on a.job_id = j.id group by j.id order by j.id`.execute(world.db);
  const { rows: counted } = await sql<{ n: number }>`select count(*)::integer as n from job_events`.execute(
    world.db,
  );
  const states: Record<string, number> = {};
  const hash = createHash('sha256');
  for (const job of rows) {
    states[job.state] = (states[job.state] ?? 0) + 1;
    hash.update(`${world.submissionOf.get(job.id)?.number} ${job.state} ${job.outcomes?.join(' ')}\n`);
  }
  const events = counted[0]?.n ?? 0;
  hash.update(`${events} events`);
  return {
    violations: [...world.violations, ...rows.flatMap((job) => violationsOf(world, job))],
    jobs: rows.length,
    states,
    events,
    digest: hash.digest('hex').slice(0, 16),
  };
};

/** All instances live and nothing fails for longer than the watchdog waits: every job must be over, and rightly so. */
const violationsOf = (world: World, { id, extractor, state }: EndedJob): Violation[] => {
  const violation = (what: string): Violation[] => [{ jobId: id, extractor, what }];
  if (!OVER.includes(state)) return violation(`is ${state} at the end`);
  if (state === 'FAILED' && !failsAnyway(world, id))
    return violation('FAILED though its handler never failed for good');
  if (state === 'LOST' && !mayLoseMessages(world, extractor))
    return violation('is LOST though nobody deleted its queue');
  return [];
};

/** The message of a job that runs is lost with its queue. Its instance stops too, and nobody reports any more. */
const mayLoseMessages = ({ plan }: World, extractor: string): boolean =>
  plan.faults.some((fault) => fault.fault === 'queue is deleted' && fault.extractor === extractor);

const failsAnyway = ({ plan, submissionOf }: World, jobId: string): boolean => {
  const number = submissionOf.get(jobId)?.number;
  return number !== undefined && createDraw(plan.seed)('outcome', number) < 0.05;
};
