import { mkdtemp, readdir, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type Client, createClient, parseAnswer } from '@pawprint/protocol';
import { findJobScope } from '../../access/job-scope.ts';
import { createRights } from '../../access/rights.ts';
import type { BlobStore } from '../../datasets/blobs/blob-store.ts';
import { openDiskBlobStore } from '../../datasets/blobs/disk-blob-store.ts';
import { createBlobSweeper } from '../../datasets/blobs/sweep-blobs.ts';
import type { DatasetPorts } from '../../datasets/ports.ts';
import { createAdmitOutput } from '../../jobs/admit-output.ts';
import { ANA, createJobsBench, type JobsBench, WORD_COUNT } from '../../jobs/jobs.builder.ts';
import { createSubmitOnChange } from '../../jobs/submit/submit-on-change.ts';
import type { Caller, JobCaller, UserCaller } from '../../model/caller.ts';
import { buildApp } from '../app.ts';
import { searchHandlers } from '../search.ts';
import { datasetRouteHandlers } from './dataset-handlers.ts';

const ana: UserCaller = { kind: 'user', ...ANA, email: 'ana@example.org', role: 'user' };
export const PUBLIC_URL = 'https://pawprint.example.org';

/** What uploads have stored: rows, files on disk (complete or not), and blobs due for removal. */
export interface Remains {
  readonly files: number;
  readonly previews: number;
  readonly blobs: number;
  readonly unclaimedBlobs: number;
}

/** An extractor in one attempt at a job on a file or dataset, with the job's credential. */
export interface RunningJob {
  readonly caller: JobCaller;
  readonly client: Client;
}

/** A server with the routes of data, on real storage and with real jobs. `word-count` is triggered by every file. */
export interface DatasetsBench {
  readonly jobs: JobsBench;
  readonly ports: DatasetPorts;
  readonly baseUrl: string;
  /** Ana's authorization header. */
  readonly asAna: Readonly<Record<string, string>>;
  /** A client of Ana's, who has every right of a user. */
  readonly client: Client;
  as(caller: Caller): Client;
  createDataset(name?: string): Promise<string>;
  countJobs(datasetId: string): Promise<number>;
  upload(datasetId: string, content: string | Uint8Array<ArrayBuffer>, name?: string): Promise<string>;
  /** Creates a dataset with one file, and deletes the jobs that the upload submitted. */
  createDatasetWithFile(name?: string): Promise<{ datasetId: string; fileId: string }>;
  /** Submits a job on a dataset and starts its next attempt. */
  startJob(datasetId: string): Promise<RunningJob>;
  /** Gives up the open attempt of a job and starts the next one. */
  attemptAgain(caller: JobCaller): Promise<Client>;
  /** The real blob store, which does not fail. */
  readonly disk: BlobStore;
  /** Replaces what the blob store does, until `restore`. */
  breakBlobs(how: Partial<BlobStore>): void;
  restore(): void;
  /** Resolves when bytes of the next blob have been written. */
  receiving(): Promise<void>;
  /** Resolves when every request is answered and the sweeper has removed what they left. */
  settled(): Promise<void>;
  remains(): Promise<Remains>;
  close(): Promise<void>;
}

/** A form with these files. */
export const formOf = (...files: [name: string, content: string | Uint8Array<ArrayBuffer>][]): FormData => {
  const form = new FormData();
  for (const [name, content] of files) form.append('file', new Blob([content]), name);
  return form;
};

const filesIn = async (folder: string): Promise<number> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).length;
};

async function* announced(source: Readable, announce: () => void): AsyncGenerator<unknown> {
  for await (const chunk of source) {
    yield chunk;
    announce();
  }
}

const keyOf = (caller: Caller): string => Buffer.from(JSON.stringify(caller)).toString('base64url');
const callerOf = (authorization: string | undefined): Caller | null =>
  authorization
    ? JSON.parse(Buffer.from(authorization.slice('Bearer '.length), 'base64url').toString())
    : null;

export const createDatasetsBench = async (also: Partial<DatasetPorts> = {}): Promise<DatasetsBench> => {
  const jobs = await createJobsBench();
  const { db } = jobs;
  await db.updateTable('extractors').set({ process: '{"file":["*/*"]}' }).execute();

  const folder = await mkdtemp(join(tmpdir(), 'pawprint-data-'));
  const disk = await openDiskBlobStore(folder);
  let store = disk;
  let onReceiving: (() => void) | null = null;
  const blobs: BlobStore = {
    write(key, source, options) {
      const bytes = onReceiving ? Readable.from(announced(source, onReceiving)) : source;
      onReceiving = null;
      return store.write(key, bytes, options);
    },
    open: (key, range) => store.open(key, range),
    remove: (key) => store.remove(key),
    list: (prefix) => store.list(prefix),
    removeUnfinished: (before) => store.removeUnfinished(before),
  };

  const sweeper = createBlobSweeper({
    db,
    blobs,
    now: jobs.now,
    onError: (error) => {
      throw error;
    },
  });
  const ports: DatasetPorts = {
    db,
    blobs,
    changes: createSubmitOnChange(jobs.now, 8),
    admitOutput: createAdmitOutput({ db, now: jobs.now, followJob: () => () => undefined, startWaitMs: 0 }),
    ...createRights({ db, findScope: findJobScope(db), allowPublic: true, now: jobs.now }),
    wakeBlobSweeper: () => sweeper.wake(),
    now: jobs.now,
    publicUrl: PUBLIC_URL,
    maxFileBytes: Number.MAX_SAFE_INTEGER,
    allowPublic: true,
    ...also,
  };

  const running = new Set<Promise<unknown>>();
  const watched = <Handler extends (request: never) => Promise<unknown>>(handler: Handler): Handler =>
    ((request: never) => {
      const answer = handler(request);
      running.add(answer);
      return answer.finally(() => running.delete(answer));
    }) as Handler;
  const handlers = Object.fromEntries(
    Object.entries({ ...datasetRouteHandlers(ports), ...searchHandlers(ports) }).map(([name, handler]) => [
      name,
      watched(handler),
    ]),
  );
  const app = await buildApp({
    handlers,
    authenticate: async ({ headers }) => callerOf(headers.authorization),
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const baseUrl = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  const as = (caller: Caller): Client => createClient({ baseUrl, key: keyOf(caller), parseAnswer });
  const client = as(ana);
  const createDataset: DatasetsBench['createDataset'] = async (name = 'Prairie soil cores') =>
    (await client.call('createDataset', { body: { name } }))?.id ?? '';
  const upload: DatasetsBench['upload'] = async (datasetId, content, name = 'soil.csv') => {
    const form = new FormData();
    form.append('file', new Blob([content]), name);
    const response = await client.fetch('uploadToDataset', { params: { id: datasetId } }, { body: form });
    return (await response.json()).id;
  };

  return {
    jobs,
    ports,
    disk,
    baseUrl,
    asAna: { authorization: `Bearer ${keyOf(ana)}` },
    client,
    as,
    createDataset,
    upload,
    async countJobs(datasetId) {
      const jobs = await db.selectFrom('jobs').select('id').where('dataset_id', '=', datasetId).execute();
      return jobs.length;
    },
    async createDatasetWithFile(name) {
      const datasetId = await createDataset();
      const fileId = await upload(datasetId, 'clay', name);
      await db.deleteFrom('jobs').execute();
      return { datasetId, fileId };
    },
    async startJob(datasetId) {
      const id = await jobs.submit({
        datasetId,
        resource: { type: 'dataset', id: datasetId, name: 'Prairie soil cores', sizeBytes: null, mime: null },
        priority: 1,
      });
      const { jobId, attempt } = await jobs.claim(WORD_COUNT);
      if (jobId !== id) throw new Error('another job was waiting');
      const caller: JobCaller = {
        kind: 'job',
        jobId,
        attempt,
        extractor: WORD_COUNT,
        extractorVersion: '1.0',
        submittedBy: ANA.id,
      };
      return { caller, client: as(caller) };
    },
    async attemptAgain(caller) {
      const { jobId } = caller;
      await db
        .updateTable('job_attempts')
        .set({ outcome: 'LOST', ended_at: new Date(jobs.now()) })
        .where('job_id', '=', jobId)
        .where('outcome', '=', 'RUNNING')
        .execute();
      await db.updateTable('jobs').set({ state: 'QUEUED' }).where('id', '=', jobId).execute();
      const { attempt } = await jobs.claim(WORD_COUNT);
      return as({ ...caller, attempt });
    },
    breakBlobs: (how) => {
      store = { ...disk, ...how };
    },
    restore: () => {
      store = disk;
    },
    receiving: () =>
      new Promise((resolve) => {
        onReceiving = resolve;
      }),
    async settled() {
      await Promise.allSettled(running);
      await sweeper.idle();
    },
    async remains() {
      const count = async (table: 'files' | 'previews' | 'doomed_blobs') =>
        (await db.selectFrom(table).select(db.fn.countAll<number>().as('n')).executeTakeFirstOrThrow()).n;
      return {
        files: await count('files'),
        previews: await count('previews'),
        unclaimedBlobs: await count('doomed_blobs'),
        blobs: await filesIn(folder),
      };
    },
    async close() {
      await Promise.allSettled(running);
      // The server may not have finished an answer that its client has read, which would keep the connection open.
      app.server.closeAllConnections();
      await app.close();
      await sweeper.idle();
      await jobs.close();
      await rm(folder, { recursive: true });
    },
  };
};
