import { afterAll, beforeAll, expect, test } from 'vitest';
import { createJobsBench, type JobsBench } from '../jobs/jobs.builder.ts';
import { type Changes, createChangeFeed } from './change-feed.ts';

let bench: JobsBench;
beforeAll(async () => {
  bench = await createJobsBench();
});
afterAll(() => bench.close());

const failTest = (error: unknown): never => {
  throw error;
};

/** A feed, and a hook that runs after a page of changes was read and before it is delivered. */
const aFeed = async () => {
  let onceRead = (): void => undefined;
  const now = (): number => {
    const act = onceRead;
    onceRead = () => undefined;
    act();
    return bench.now();
  };
  const feed = createChangeFeed({ ...bench, now, onError: failTest });
  await feed.catchUp();
  return { feed, whenRead: (act: () => void) => void (onceRead = act) };
};

const newest = async (id: string): Promise<number> => (await bench.job(id)).lastSeq;

test('the position does not go back when the last follower leaves while a page is read', async () => {
  const { feed, whenRead } = await aFeed();
  const seq = await newest(await bench.submit());
  const leave = feed.follow({ receive: () => undefined });
  const isRead = new Promise<void>((resolve) => {
    whenRead(() => {
      leave();
      feed.notify(seq + 1);
      resolve();
    });
  });
  feed.notify(seq);
  await isRead;
  await feed.stop();

  expect(feed.position).toBe(seq + 1);
});

test('a follower that begins during a page gets its events on that page', async () => {
  const { feed, whenRead } = await aFeed();
  const [one, other] = [await bench.submit(), await bench.submit()];
  feed.follow({ jobId: one, receive: () => undefined });
  const events = new Promise<Changes>((resolve) => {
    whenRead(() => queueMicrotask(() => feed.follow({ jobId: other, receive: resolve })));
  });
  feed.notify(await newest(other));

  expect((await events).events.map(({ jobId }) => jobId)).toContain(other);
  await feed.stop();
});

test('a follower that begins while the position is looked up misses nothing', async () => {
  const { feed } = await aFeed();
  const id = await bench.submit();
  const lookup = feed.catchUp();
  const changes = new Promise<Changes>((resolve) => feed.follow({ receive: resolve }));
  await lookup;

  expect((await changes).jobs.map((job) => job.id)).toEqual([id]);
  await feed.stop();
});
