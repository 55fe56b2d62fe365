import type { Instant } from '@pawprint/core';
import { v4 } from 'uuid';
import type { Database } from '../packages/server/src/store/database.ts';
import { Broker } from './broker.ts';
import { HttpInstance } from './http-extractor.ts';
import { type Plan, type Submission, workFor } from './plan.ts';
import { type Instance, RabbitmqInstance } from './rabbitmq-extractor.ts';
import { createDraw } from './random.ts';
import { REPLY_QUEUE, type SimulatedServer, startServer } from './server.ts';
import { createTimeline, type Timeline } from './timeline.ts';

/** Everything that exists while a plan happens, and what is known of it besides what the server knows. */
export interface World {
  readonly plan: Plan;
  readonly db: Database;
  readonly timeline: Timeline;
  readonly broker: Broker;
  readonly instances: ReadonlyMap<string, readonly Instance[]>;
  /** All that run now, the newest last; usually one, and none in an outage. */
  readonly servers: SimulatedServer[];
  /** Calls of instances that wait for a job of their extractor. */
  readonly claims: Map<string, (() => Promise<void>)[]>;
  /** By job. */
  readonly truth: Map<string, JobTruth>;
  readonly violations: Violation[];
  /** Of the newest LOST event that was checked. */
  checkedSeq: string;
}

/** Something that must not be so. */
export interface Violation {
  readonly jobId: string;
  readonly extractor: string;
  readonly what: string;
}

/** What really happened to a job. */
export interface JobTruth {
  readonly submission: Submission;
  /** How often an instance began to work on it. */
  attempts: number;
  /** When its message was last lost with its queue. */
  messageLostAt: Instant | null;
  cancel: CancelTruth | null;
}

export interface CancelTruth {
  /** An instance worked on the job at the time of the request, or began to afterwards. */
  ran: boolean;
  /** An instance stopped because of it. */
  stopped: boolean;
}

/** The person who cancels jobs. */
export const CANCELLER = { id: 'ana', name: 'Ana' };

/** A world at the start of a plan, on an empty database. */
export const createWorld = async (plan: Plan, db: Database): Promise<World> => {
  const timeline = createTimeline(plan.start);
  const instances = new Map<string, readonly Instance[]>();
  const world: World = {
    plan,
    db,
    timeline,
    broker: new Broker(timeline, REPLY_QUEUE),
    instances,
    servers: [],
    claims: new Map(),
    truth: new Map(),
    violations: [],
    checkedSeq: '0',
  };
  const surroundings = surroundingsIn(world);
  for (const extractor of plan.extractors) {
    const Lane = extractor.lane === 'http' ? HttpInstance : RabbitmqInstance;
    const all = Array.from({ length: extractor.instances }, (_, n) => new Lane(extractor, n, surroundings));
    instances.set(extractor.name, all);
  }
  await register(db, plan);
  await addServer(world);
  return world;
};

export const addServer = async ({ db, timeline, broker, servers }: World): Promise<void> => {
  servers.push(await startServer({ db, now: timeline.now, broker }));
};

/** What instances see of the world. */
const surroundingsIn = ({ plan, timeline, broker, servers, claims, truth }: World) => {
  const draw = createDraw(plan.seed);
  return {
    timeline,
    broker,
    server: () => servers.at(-1),
    callServer: (jobId: string) => {
      if (servers.length === 0) return 'away' as const;
      return truth.get(jobId)?.cancel ? ('refused' as const) : ('answered' as const);
    },
    nextWork: (jobId: string) => {
      const job = truthOf(truth, jobId);
      job.attempts += 1;
      if (job.cancel !== null) job.cancel.ran = true;
      return workFor(draw, job.submission.number, job.attempts);
    },
    waitForJob: (extractor: string, claim: () => Promise<void>) => {
      claims.set(extractor, [...(claims.get(extractor) ?? []), claim]);
    },
    onStopped: (jobId: string) => {
      const { cancel } = truthOf(truth, jobId);
      if (cancel !== null) cancel.stopped = true;
    },
  };
};

const truthOf = (truth: World['truth'], jobId: string): JobTruth => {
  const job = truth.get(jobId);
  if (job === undefined) throw new Error(`An instance got the job ${jobId}, which nobody has submitted.`);
  return job;
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
  await db
    .insertInto('users')
    .values({ ...CANCELLER, email: 'ana@example.org' })
    .execute();
};

export const isWorkedOn = ({ instances }: World, extractor: string, jobId: string): boolean =>
  instances.get(extractor)?.some(({ job }) => job === jobId) ?? false;
