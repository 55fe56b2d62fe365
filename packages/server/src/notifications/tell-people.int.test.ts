import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { ANA, ANA_CALLING, createJobsBench, type JobsBench, WORD_COUNT } from '../jobs/jobs.builder.ts';
import { targetOf, titleOf } from '../model/notification.ts';
import { readNotifications } from '../store/notifications/notifications.ts';
import { removeWatch } from '../store/notifications/watches.ts';
import { createWatch } from './create-watch.ts';
import { createNotificationsBench } from './notifications.builder.ts';
import { PAGE_SIZE, tellPeople } from './tell-people.ts';

let jobs: JobsBench;
let bench: ReturnType<typeof createNotificationsBench>;
beforeAll(async () => {
  jobs = await createJobsBench();
  bench = createNotificationsBench(jobs);
});
afterEach(async () => {
  await jobs.db.deleteFrom('watches').execute();
  await jobs.db.deleteFrom('notifications').execute();
});
afterAll(() => jobs.close());

const titles = async (): Promise<string[]> => (await bench.told()).map(titleOf);

test('a job that fails is told once, and leads to the job', async () => {
  const file = await bench.addFile();
  const [id = ''] = await bench.submitMany(file, 1);
  await bench.watch({ jobIds: [id] }, 'failed');
  await bench.fail(id);
  await bench.tell();
  await bench.comment(id);
  await bench.tell();
  const [told, ...others] = await bench.told();
  expect(others).toEqual([]);
  expect(told).toMatchObject({ isOver: true, reason: 'No such column', counts: { FAILED: 1 } });
  expect(told && titleOf(told)).toBe('word-count on soil.csv: failed');
  expect(told && targetOf(told)).toEqual({ jobId: id, query: null, extractor: null });
  expect(await jobs.db.selectFrom('watches').select('ended_at').execute()).not.toEqual([{ ended_at: null }]);
});

test('a job that is done is told to who wants to know the end, and not to who waits for failures', async () => {
  const file = await bench.addFile();
  const [one = '', other = ''] = await bench.submitMany(file, 2);
  await bench.watch({ jobIds: [one] }, 'done');
  await bench.watch({ jobIds: [other] }, 'failed', 'stuck');
  await bench.succeed(one, other);
  await bench.tell();
  expect(await titles()).toEqual(['word-count on soil.csv: done']);
});

test('10,000 jobs of a dataset are one notification', { timeout: 120_000 }, async () => {
  const file = await bench.addFile();
  const ids = await bench.submitMany(file, 10_000);
  await bench.watch({ datasetId: file.datasetId }, 'done', 'failed');
  for (let from = 0; from < ids.length; from += 500) {
    const some = ids.slice(from, from + 500);
    const isBroken = (id: string) => ids.indexOf(id) % 833 === 5;
    await bench.fail(...some.filter(isBroken));
    await bench.succeed(...some.filter((id) => !isBroken(id)));
    if (from % 2_000 === 0) await bench.tell();
  }
  await bench.tell();
  const [told, ...others] = await bench.told();
  expect(others).toEqual([]);
  expect(told?.isOver).toBe(true);
  expect(told && titleOf(told)).toBe('Soil: 9,988 done, 12 failed');
  expect(told && targetOf(told)).toEqual({
    jobId: null,
    query: `dataset:${file.datasetId} state:failed,lost`,
    extractor: null,
  });
});

test('a server that dies on the second page tells nothing twice and leaves nothing out', async () => {
  const file = await bench.addFile();
  const ids = await bench.submitMany(file, PAGE_SIZE + 10);
  await bench.watch({ jobIds: ids }, 'done', 'failed');
  await bench.fail(...ids);
  let pages = 0;
  const dying = {
    ...bench.ports,
    grantOf: (...asked: Parameters<typeof bench.ports.grantOf>) => {
      pages += 1;
      if (pages === 2) throw new Error('the server dies');
      return bench.ports.grantOf(...asked);
    },
  };
  await expect(tellPeople(dying, jobs.now())).rejects.toThrow('the server dies');
  expect((await bench.told()).map(({ counts, isOver }) => ({ counts, isOver }))).toEqual([
    { counts: { FAILED: PAGE_SIZE }, isOver: false },
  ]);
  await bench.tell();
  expect((await bench.told()).map(({ counts, isOver }) => ({ counts, isOver }))).toEqual([
    { counts: { FAILED: PAGE_SIZE + 10 }, isOver: true },
  ]);
});

test('the end is told also where it stands on a page before the last', async () => {
  const file = await bench.addFile();
  const other = await bench.addFile();
  const [last = ''] = await bench.submitMany(file, 1);
  const others = await bench.submitMany(other, PAGE_SIZE + 1);
  await bench.watch({ datasetId: file.datasetId }, 'done', 'failed');
  await bench.watch({ jobIds: [last] }, 'done', 'failed');
  await bench.fail(last);
  await bench.comment(...others);
  await bench.tell();
  expect((await bench.told()).map(({ isOver }) => isOver)).toEqual([true, true]);
});

test('of two servers that look at the same time, one tells', async () => {
  const file = await bench.addFile();
  const ids = await bench.submitMany(file, 20);
  await bench.watch({ datasetId: file.datasetId }, 'failed');
  await bench.fail(...ids);
  await Promise.all(Array.from({ length: 5 }, () => bench.tell()));
  await bench.tell();
  expect(await titles()).toEqual(['Soil: 20 failed']);
});

test('what fails after a notification was read is told by another one', async () => {
  const file = await bench.addFile();
  const [first = '', second = '', third = ''] = await bench.submitMany(file, 3);
  await bench.watch({ datasetId: file.datasetId }, 'failed');
  await bench.fail(first);
  await bench.tell();
  await bench.fail(second);
  await bench.tell();
  expect(await titles()).toEqual(['Soil: 2 failed']);
  await readNotifications(jobs.db, ANA.id, undefined, jobs.now());
  jobs.pass(1_000);
  await bench.fail(third);
  await bench.tell();
  expect(await titles()).toEqual(['Soil: 1 failed', 'Soil: 2 failed']);
});

test('a dataset is over when none of its jobs is left, however they ended', async () => {
  const file = await bench.addFile();
  const [first = '', second = ''] = await bench.submitMany(file, 2);
  await bench.watch({ datasetId: file.datasetId }, 'done');
  await bench.succeed(first);
  await bench.tell();
  expect(await titles()).toEqual([]);
  await bench.fail(second);
  await bench.tell();
  expect(await titles()).toEqual(['Soil: 1 done, 1 failed']);
});

test('of several jobs the last notification counts all, also those that were told of before', async () => {
  const file = await bench.addFile();
  const ids = await bench.submitMany(file, 3);
  const [first = '', ...others] = ids;
  await bench.watch({ jobIds: ids }, 'done', 'failed');
  await bench.fail(first);
  await bench.tell();
  await readNotifications(jobs.db, ANA.id, undefined, jobs.now());
  jobs.pass(1_000);
  await bench.succeed(...others);
  await bench.tell();
  expect(await titles()).toEqual(['3 jobs: 2 done, 1 failed', '3 jobs: 1 failed']);
});

test('of several jobs that are watched again, the last notification counts those that ended before', async () => {
  const ids = await bench.submitMany(await bench.addFile(), 3);
  const [first = '', second = '', third = ''] = ids;
  const { id: watchId } = await bench.watch({ jobIds: ids }, 'done');
  await bench.succeed(first);
  await bench.tell();
  await removeWatch(jobs.db, ANA.id, watchId, jobs.now());
  await bench.fail(second);
  await bench.tell();
  await bench.watch({ watchId }, 'done');
  await bench.tell();
  expect(await titles()).toEqual([]);
  await bench.succeed(third);
  await bench.tell();
  expect(await titles()).toEqual(['3 jobs: 2 done, 1 failed']);
});

test('a job that stalls is told with its reason, and then its end', async () => {
  const file = await bench.addFile();
  const [id = ''] = await bench.submitMany(file, 1);
  await bench.watch({ jobIds: [id] }, 'done', 'stuck');
  await bench.stall(id);
  await bench.tell();
  const [stuck] = await bench.told();
  expect(stuck).toMatchObject({ reason: 'Silent for 15 min', isOver: false });
  expect(await titles()).toEqual(['word-count on soil.csv: stuck']);
  await readNotifications(jobs.db, ANA.id, undefined, jobs.now());
  jobs.pass(1_000);
  await bench.succeed(id);
  await bench.tell();
  expect(await titles()).toEqual(['word-count on soil.csv: done', 'word-count on soil.csv: stuck']);
});

test('what failed before an extractor was watched is not told, although its log grows later', async () => {
  const file = await bench.addFile();
  const [before = '', after = ''] = await bench.submitMany(file, 2);
  await bench.fail(before);
  jobs.pass(1_000);
  await bench.watch({ extractor: WORD_COUNT }, 'failed');
  await bench.comment(before);
  await bench.tell();
  expect(await titles()).toEqual([]);
  await bench.fail(after);
  await bench.tell();
  expect(await titles()).toEqual(['word-count: 1 failed']);
});

test('nobody is told of what they no longer see', async () => {
  const file = await bench.addFile();
  const hidden = await bench.addFile();
  const [one = ''] = await bench.submitMany(file, 1);
  const [other = ''] = await bench.submitMany(hidden, 1);
  await bench.watch({ jobIds: [one, other] }, 'done', 'failed');
  await bench.watch({ datasetId: hidden.datasetId }, 'done', 'failed');
  await bench.watch({ extractor: WORD_COUNT }, 'failed');
  await jobs.db
    .updateTable('datasets')
    .set({ created_by: null })
    .where('id', '=', hidden.datasetId)
    .execute();
  await bench.fail(one, other);
  await bench.tell();
  expect((await titles()).toSorted()).toEqual(['2 jobs: 1 failed', 'word-count: 1 failed']);
});

test('somebody who was banned is told nothing', async () => {
  const file = await bench.addFile();
  const [id = ''] = await bench.submitMany(file, 1);
  await bench.watch({ jobIds: [id] }, 'failed');
  const ban = (banned: boolean) =>
    jobs.db.updateTable('users').set({ banned }).where('id', '=', ANA.id).execute();
  await ban(true);
  await bench.fail(id);
  await bench.tell();
  await ban(false);
  expect(await titles()).toEqual([]);
});

test('jobs that are over, hidden or unknown cannot be watched', async () => {
  const file = await bench.addFile();
  const hidden = await jobs.addFile();
  const [ended = ''] = await bench.submitMany(file, 1);
  const [secret = ''] = await bench.submitMany(hidden, 1);
  await bench.succeed(ended);
  const refusal = async (jobIds: string[]) => {
    const wishes = { outcomes: ['done'], channels: { mail: false, webhookId: null } } as const;
    const ports = { ...bench.ports, now: jobs.now, offersMail: false };
    const watch = await createWatch(ports, ANA_CALLING, { jobIds }, wishes);
    return 'refused' in watch ? watch.refused : watch;
  };
  expect(await refusal([ended])).toBe('already_ended');
  expect(await refusal([secret])).toBe('job_not_found');
  expect(await refusal(['no-uuid'])).toBe('job_not_found');
});

test('nothing is read while nothing is watched, and a new watch begins with the newest event', async () => {
  const file = await bench.addFile();
  const [early = '', late = ''] = await bench.submitMany(file, 2);
  const seq = async () =>
    (
      await jobs.db
        .selectFrom('instance_settings')
        .select('value')
        .where('name', '=', 'watches_told_seq')
        .execute()
    )
      .map(({ value }) => Number(value))
      .at(0);
  const before = await seq();
  await bench.fail(early);
  await bench.tell();
  expect(await seq()).toBe(before);
  await bench.watch({ datasetId: file.datasetId }, 'failed');
  expect(await seq()).toBe((await jobs.job(early)).lastSeq);
  await bench.fail(late);
  await bench.tell();
  expect(await titles()).toEqual(['Soil: 1 failed']);
});
