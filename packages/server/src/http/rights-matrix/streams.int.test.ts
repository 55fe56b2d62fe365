import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Access, createAccess } from '../../access/create-access.ts';
import { addApiKey } from '../../access/keys.ts';
import { addPeople, addSharedDataset, aPerson } from '../../access/shared-dataset.builder.ts';
import { cancelJob } from '../../jobs/cancel.ts';
import { ANA, createJobsBench, type JobsBench } from '../../jobs/jobs.builder.ts';
import { type LiveJobs, startLive } from '../../live/live-jobs.ts';
import { buildApp } from '../app.ts';
import { jobHandlers } from '../jobs/jobs.ts';

let bench: JobsBench;
let access: Access;
let live: LiveJobs;
let app: FastifyInstance;
let url: string;
/** Seen by everybody: a change in it shows that a stream goes on. */
let openDataset: string;
beforeAll(async () => {
  bench = await createJobsBench();
  const { db, now } = bench;
  const people = ['owner', 'viewer', 'editor', 'manager'].map((id) => aPerson(id));
  await addPeople(bench, [...people, aPerson('auditor', 'auditor')]);
  openDataset = (await addSharedDataset(bench, { isPublic: true })).id;
  access = await createAccess({
    db,
    now,
    address: { publicUrl: 'http://pawprint.test' },
    jobCredentialMs: 1_000,
    allowPublic: true,
  });
  live = await startLive({
    ...bench,
    databaseUrl: bench.url,
    onError: (error) => {
      throw error;
    },
  });
  app = await buildApp({
    handlers: jobHandlers({
      ...bench,
      ...access,
      live,
      announceCancel: () => undefined,
      address: { publicUrl: 'http://pawprint.test' },
    }),
    authenticate: access.authenticate,
    allowPublic: true,
    now,
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await live.stop();
  app.server.closeAllConnections();
  await app.close();
  await bench.close();
});

/** Streams lose what their reader loses within this time. */
const LIMIT_MS = 5_000;

interface Followed {
  /** Resolves once the stream has sent this text, or has ended. Answers everything that it has sent. */
  readonly until: (text: string) => Promise<{ readonly sent: string; readonly hasEnded: boolean }>;
  readonly close: () => Promise<void>;
}

const follow = async (key: string | null, query = ''): Promise<Followed> => {
  const headers = new Headers(key === null ? {} : { authorization: `Bearer ${key}` });
  const response = await fetch(`${url}/api/jobs/stream${query}`, { headers });
  if (response.body === null || !response.ok) throw new Error(`no stream: ${response.status}`);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let sent = '';
  const followed: Followed = {
    until: async (text) => {
      while (!sent.includes(text)) {
        const { done, value } = await reader.read();
        if (done) return { sent, hasEnded: true };
        sent += value;
      }
      return { sent, hasEnded: false };
    },
    close: () => reader.cancel(),
  };
  await followed.until('event: position');
  return followed;
};

let keys = 0;
const keyOf = async (userId: string): Promise<string> => {
  keys += 1;
  const key = `key-${keys}-of-${userId}`;
  await addApiKey(bench.db, userId, `key ${keys}`, key);
  return key;
};

interface Given {
  readonly datasetId: string;
  readonly spaceId: string;
  readonly key: string | null;
}

/** What takes a right away, from whom, and whether the stream then ends. */
const LOSSES: readonly {
  readonly what: string;
  readonly reader: string | null;
  readonly isPublic?: boolean;
  readonly endsStream?: boolean;
  readonly take: (given: Given) => Promise<unknown>;
  readonly giveBack?: () => Promise<unknown>;
}[] = [
  {
    what: 'a membership that ends',
    reader: 'viewer',
    take: ({ spaceId }) =>
      bench.db
        .deleteFrom('space_members')
        .where('space_id', '=', spaceId)
        .where('user_id', '=', 'viewer')
        .execute(),
  },
  {
    what: 'a dataset that is taken out of its space',
    reader: 'editor',
    take: ({ datasetId }) =>
      bench.db.deleteFrom('dataset_spaces').where('dataset_id', '=', datasetId).execute(),
  },
  {
    what: 'a space that is deleted',
    reader: 'manager',
    take: ({ spaceId }) => bench.db.deleteFrom('spaces').where('id', '=', spaceId).execute(),
  },
  {
    what: 'a dataset that is no longer public',
    reader: null,
    isPublic: true,
    take: ({ datasetId }) =>
      bench.db.updateTable('datasets').set({ is_public: false }).where('id', '=', datasetId).execute(),
  },
  {
    what: 'a role in the instance that is taken away',
    reader: 'auditor',
    take: () => bench.db.updateTable('users').set({ role: 'user' }).where('id', '=', 'auditor').execute(),
    giveBack: () =>
      bench.db.updateTable('users').set({ role: 'auditor' }).where('id', '=', 'auditor').execute(),
  },
  {
    what: 'a key that is revoked',
    reader: 'viewer',
    endsStream: true,
    take: ({ key }) =>
      bench.db
        .deleteFrom('api_keys')
        .where('name', '=', `key ${key?.split('-')[1]}`)
        .execute(),
  },
  {
    what: 'an account that is banned',
    reader: 'viewer',
    endsStream: true,
    take: () => bench.db.updateTable('users').set({ banned: true }).where('id', '=', 'viewer').execute(),
    giveBack: () => bench.db.updateTable('users').set({ banned: false }).where('id', '=', 'viewer').execute(),
  },
];

describe.each(LOSSES)('$what', ({ reader, isPublic, endsStream = false, take, giveBack }) => {
  const prepare = async (): Promise<Given> => {
    const { id: datasetId, spaceId } = await addSharedDataset(bench, { isPublic: isPublic ?? false });
    return { datasetId, spaceId, key: reader === null ? null : await keyOf(reader) };
  };
  const takeAway = async (given: Given): Promise<void> => {
    await take(given);
    bench.pass(LIMIT_MS);
  };

  test('stops a stream of all jobs from sending those that its reader has lost', async () => {
    const given = await prepare();
    const stream = await follow(given.key);
    const before = await bench.submit({ datasetId: given.datasetId });
    expect((await stream.until(before)).hasEnded).toBe(false);
    await takeAway(given);
    const lost = await bench.submit({ datasetId: given.datasetId });
    const open = await bench.submit({ datasetId: openDataset });
    const { sent, hasEnded } = await stream.until(open);

    expect(sent).not.toContain(lost);
    expect(hasEnded).toBe(endsStream);
    await stream.close();
    await giveBack?.();
  });

  test('ends a stream of one job before the next event is sent', async () => {
    const given = await prepare();
    const id = await bench.submit({ datasetId: given.datasetId });
    const stream = await follow(given.key, `?job_id=${id}&after=0`);
    await stream.until('"kind":"SUBMITTED"');
    await takeAway(given);
    await cancelJob(bench, id, ANA);
    const { sent, hasEnded } = await stream.until('CANCELLED');

    expect([hasEnded, sent.includes('CANCELLED')]).toEqual([true, false]);
    await giveBack?.();
  });

  test('hides from a stream that resumes what came after it', async () => {
    const given = await prepare();
    const from = live.feed.position;
    await takeAway(given);
    const lost = await bench.submit({ datasetId: given.datasetId });
    const open = await bench.submit({ datasetId: openDataset });
    const resumed = await follow(given.key, `?after=${from}`).catch((error: unknown) => String(error));
    const sent = typeof resumed === 'string' ? resumed : (await resumed.until(open)).sent;

    expect(sent).not.toContain(lost);
    expect(sent.includes('no stream: 401')).toBe(endsStream);
    if (typeof resumed !== 'string') await resumed.close();
    await giveBack?.();
  });
});

test('who is made a member sees the jobs of the space in an open stream', async () => {
  const { db } = bench;
  const { id: datasetId, spaceId } = await addSharedDataset(bench);
  await db.deleteFrom('space_members').where('space_id', '=', spaceId).execute();
  const stream = await follow(await keyOf('viewer'));
  const hidden = await bench.submit({ datasetId });
  const open = await bench.submit({ datasetId: openDataset });
  await stream.until(open);
  const added_at = new Date(bench.now());
  await db
    .insertInto('space_members')
    .values({ space_id: spaceId, user_id: 'viewer', role: 'viewer', added_at })
    .execute();
  bench.pass(LIMIT_MS);
  const seen = await bench.submit({ datasetId });
  const { sent, hasEnded } = await stream.until(seen);

  expect([sent.includes(hidden), hasEnded]).toEqual([false, false]);
  await stream.close();
});
