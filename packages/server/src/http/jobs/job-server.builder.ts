import type { AddressInfo } from 'node:net';
import { type Client, createClient, parseAnswer } from '@pawprint/protocol';
import { findJobScope } from '../../access/job-scope.ts';
import { createRights, type HasRight } from '../../access/rights.ts';
import { ANA, createJobsBench, type JobsBench } from '../../jobs/jobs.builder.ts';
import { startOperations } from '../../jobs/operations/run-operations.ts';
import { createReportRecorder } from '../../jobs/record/report-recorder.ts';
import { createSubmitOnChange } from '../../jobs/submit/submit-on-change.ts';
import { type LiveJobs, startLive } from '../../live/live-jobs.ts';
import type { Caller } from '../../model/caller.ts';
import { EVERYTHING } from '../../model/grant.ts';
import { buildApp } from '../app.ts';
import { extractorHandlers } from '../extractors/extractors.ts';
import { jobHandlers } from './jobs.ts';
import { operationHandlers } from './operations.ts';

const ANA_CALLING: Caller = { kind: 'user', ...ANA, email: 'ana@example.org', role: 'user' };

/** A server with the routes of jobs and extractors, listening on loopback. Every caller is one person. */
export interface JobServer {
  readonly url: string;
  readonly client: Client;
  readonly live: LiveJobs;
  stop(): Promise<void>;
}

const failTest = (error: unknown): never => {
  throw error;
};

interface Asking {
  readonly caller?: Caller;
  readonly hasRight?: HasRight;
}

/** Every right to data and to the instance; to extractors those that a person has. */
const everyRightToData = ({ db, now }: JobsBench): HasRight => {
  const { hasRight } = createRights({ db, now, findScope: findJobScope(db), allowPublic: false });
  return async (caller, right, subject) => subject.type !== 'extractor' || hasRight(caller, right, subject);
};

/** Unless another person is asking, it is Ana. */
export const startJobServer = async (
  bench: JobsBench,
  { caller = ANA_CALLING, hasRight = everyRightToData(bench) }: Asking = {},
): Promise<JobServer> => {
  const live = await startLive({ ...bench, databaseUrl: bench.url, onError: failTest });
  const ports = {
    db: bench.db,
    now: bench.now,
    terms: bench.terms,
    readReasons: bench.readReasons,
    blobs: bench.blobs,
    reports: createReportRecorder(bench),
    hasRight,
    grantOf: () => EVERYTHING,
    checkReader: () => ({ selectVisible: async () => ({ grant: EVERYTHING, has: () => true }) }),
    live,
    feed: live.feed,
    autoEnable: true,
    approveChanges: false,
    onExtractorChanged: () => undefined,
    maxHeartbeatOnly: 500,
    announceCancel: () => undefined,
    errorQueues: null,
    credentials: {
      issue: async ({ jobId, attempt }: { jobId: string; attempt: number | null }) => `${jobId}#${attempt}`,
    },
    publicUrl: 'http://pawprint.test',
  };
  const operations = startOperations({
    ...ports,
    maxWaiting: 2_000,
    changes: createSubmitOnChange(bench.now, 8),
    wakeBlobSweeper: () => undefined,
    onError: failTest,
  });
  const app = await buildApp({
    handlers: {
      ...jobHandlers({ ...ports, address: ports }),
      ...extractorHandlers(ports),
      ...operationHandlers({ ...ports, wakeOperations: () => operations.wake() }),
    },
    authenticate: async () => caller,
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  return {
    url,
    client: createClient({ baseUrl: url, key: 'any', parseAnswer }),
    live,
    async stop() {
      await operations.stop();
      await live.stop();
      const closed = app.close();
      // Node's fetch opens a connection in advance when one of its streams is aborted, and would never use it.
      app.server.closeAllConnections();
      await closed;
    },
  };
};

export interface JobServerBench extends JobsBench {
  readonly server: JobServer;
}

/** A jobs bench and a server on the same database. */
export const createJobServerBench = async (extractors?: readonly string[]): Promise<JobServerBench> => {
  const bench = await createJobsBench(extractors);
  const server = await startJobServer(bench);
  return {
    ...bench,
    server,
    async close() {
      await server.stop();
      await bench.close();
    },
  };
};
