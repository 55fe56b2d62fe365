import type { AddressInfo } from 'node:net';
import { ApiError, type Client, createClient, parseAnswer } from '@pawprint/protocol';
import { v7 } from 'uuid';
import type { Authenticate } from '../../access/authenticate.ts';
import { createCheckReader } from '../../access/reader-check.ts';
import { ANA } from '../../jobs/jobs.builder.ts';
import { createReportRecorder } from '../../jobs/record/report-recorder.ts';
import { createSubmitOnChange } from '../../jobs/submit/submit-on-change.ts';
import { startLive } from '../../live/live-jobs.ts';
import type { Caller, JobCaller, UserCaller } from '../../model/caller.ts';
import { buildApp } from '../app.ts';
import { datasetRouteHandlers } from '../datasets/dataset-handlers.ts';
import { createDatasetsBench, type DatasetsBench } from '../datasets/datasets.builder.ts';
import { extractorHandlers } from '../extractors/extractors.ts';
import { jobHandlers } from '../jobs/jobs.ts';
import { clowderHandlers } from './clowder-handlers.ts';

const person = (id: string, name: string, role: string): UserCaller => ({
  kind: 'user',
  id,
  name,
  email: `${id}@example.org`,
  role,
});

export const ana = person(ANA.id, ANA.name, 'user');
export const ben = person('ben', 'Ben Okri', 'user');
export const root = person('root', 'Root "the admin", Esq.', 'admin');

/** A server with every route, and clients of Ana, Ben and an administrator. */
export interface ClowderBench
  extends Pick<DatasetsBench, 'jobs' | 'createDataset' | 'upload' | 'breakBlobs' | 'ports'> {
  readonly url: string;
  readonly ana: Client;
  readonly ben: Client;
  readonly admin: Client;
  as(caller: Caller): Client;
  /** The jobs whose cancel was announced to the instances that run them. */
  readonly announced: string[];
  addExtractor(name: string, also?: ExtractorDraft): Promise<void>;
  /** A dataset of Ana's, of which Ben is an editor. Its files triggered no jobs. */
  datasetWith(...names: string[]): Promise<DatasetWithFiles>;
  close(): Promise<void>;
}

interface ExtractorDraft {
  readonly process?: { file?: string[]; dataset?: string[]; metadata?: string[] };
  readonly info?: Record<string, unknown>;
  readonly owner?: string;
  readonly enabled?: boolean;
}

/** Files of a dataset, whose ids sort as they were made. */
export interface DatasetWithFiles {
  readonly id: string;
  readonly files: readonly string[];
}

/** The space in which Ana's datasets are. */
const LAB = v7();
const AT = new Date(0);

const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0xff, 0]);
const contentOf = (name: string): BlobPart => (name.endsWith('.png') ? PNG : `${name}\n`);

const keyOf = (caller: Caller): string => Buffer.from(JSON.stringify(caller)).toString('base64url');
const callerOf = (key: string | undefined): Caller | null =>
  key ? JSON.parse(Buffer.from(key, 'base64url').toString()) : null;

export const createClowderBench = async (): Promise<ClowderBench> => {
  const bench = await createDatasetsBench();
  const { jobs } = bench;
  const { db } = jobs;
  await db
    .insertInto('users')
    .values([ben, root].map(({ id, name, email, role }) => ({ id, name, email, role })))
    .execute();
  await db.insertInto('spaces').values({ id: LAB, name: 'Lab', created_at: AT }).execute();
  await db
    .insertInto('space_members')
    .values({ space_id: LAB, user_id: ben.id, role: 'editor', added_at: AT })
    .execute();
  const live = await startLive({
    ...jobs,
    databaseUrl: jobs.url,
    onError: (error) => {
      throw error;
    },
  });
  const announced: string[] = [];
  const announceCancel = (jobId: string): void => void announced.push(jobId);
  const data = { ...bench.ports, changes: createSubmitOnChange(jobs.now, 8, announceCancel) };
  const { hasRight, grantOf } = data;
  const authenticate: Authenticate = async ({ headers }) =>
    callerOf(headers.authorization?.slice('Bearer '.length));
  const publicUrl = data.publicUrl;
  const app = await buildApp({
    handlers: {
      ...datasetRouteHandlers(data),
      ...jobHandlers({
        ...jobs,
        hasRight,
        grantOf,
        checkReader: createCheckReader({ db, authenticate, grantOf, now: jobs.now }),
        live,
        announceCancel,
        address: data,
      }),
      ...extractorHandlers({
        ...jobs,
        reports: createReportRecorder(jobs),
        hasRight,
        grantOf,
        feed: live.feed,
        autoEnable: true,
        approveChanges: false,
        onExtractorChanged: () => undefined,
        credentials: { issue: async (attempt) => keyOf({ kind: 'job', ...attempt } satisfies JobCaller) },
        errorQueues: null,
        publicUrl,
      }),
      ...clowderHandlers({ data, jobs, hasRight, announceCancel, maxChain: 8, version: '1.2.3' }),
    },
    authenticate,
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  const as = (caller: Caller): Client => createClient({ baseUrl: url, key: keyOf(caller), parseAnswer });
  return {
    ...bench,
    url,
    as,
    ana: as(ana),
    ben: as(ben),
    admin: as(root),
    announced,
    async addExtractor(name, { process = {}, info = {}, owner, enabled = true } = {}) {
      const at = new Date(jobs.now());
      const known = {
        name,
        id: crypto.randomUUID(),
        version: '1.0',
        enabled,
        first_seen_at: at,
        updated_at: at,
      };
      await db
        .insertInto('extractors')
        .values({
          ...known,
          owner: owner ?? null,
          info: JSON.stringify(info),
          process: JSON.stringify(process),
        })
        .execute();
    },
    async datasetWith(...names) {
      const id = await bench.createDataset();
      await db.insertInto('dataset_spaces').values({ dataset_id: id, space_id: LAB, added_at: AT }).execute();
      const form = new FormData();
      for (const name of names) form.append('file', new Blob([contentOf(name)]), name);
      const silent = { params: { id }, query: { extract: 'false' } } as const;
      await as(ana).fetch('uploadToDataset', silent, { body: form });
      const files = (await as(ana).call('listDatasetFiles', { params: { id }, query: {} })) ?? [];
      return { id, files: files.map((file) => file.id).toSorted() };
    },
    async close() {
      await live.stop();
      app.server.closeAllConnections();
      await app.close();
      await bench.close();
    },
  };
};

/** The header that identifies a caller. */
export const authorizationOf = (caller: Caller): { readonly authorization: string } => ({
  authorization: `Bearer ${keyOf(caller)}`,
});

/** A refused call as text, such as `409 conflict`. */
export const refusalOf = async (call: Promise<unknown>): Promise<string> =>
  call.then(
    (answer) => `not refused: ${JSON.stringify(answer)}`,
    (error: unknown) => (error instanceof ApiError ? `${error.status} ${error.code}` : String(error)),
  );
