import { createHash, randomBytes } from 'node:crypto';
import { createSignal } from '@pawprint/testing';
import { expect, test } from 'vitest';
import { succeed } from '../../job/job.ts';
import { startFakeLane } from '../../test-lane/fake-lane.ts';
import { startInstance } from '../../test-lane/running-instance.ts';

test('an instance waits for a server that is not up yet', async () => {
  const lane = await startFakeLane();
  await lane.close();
  await startInstance(() => undefined, { lane });
  const job = lane.addJob();
  await lane.listen();
  await lane.until(() => job.ended);
  expect(job.reports).toMatchObject([{ kind: 'SUCCEEDED' }]);
});

test('a server restarted while a job runs gets all its reports and outputs', async () => {
  const released = createSignal();
  const { lane } = await startInstance(async (_, ctx) => {
    ctx.log.info('before');
    await released.given;
    ctx.log.info('during');
    await ctx.uploadMetadata({ words: 3 });
    return succeed('done');
  });
  const job = lane.addJob();
  await lane.until(() => job.reports.length === 1);
  await lane.close();
  released.give();
  await lane.listen();
  await lane.until(() => job.ended);

  expect(job.reports.map(({ message }) => message)).toEqual(['before', 'during', 'done']);
  expect(lane.calls('addFileMetadata')).toHaveLength(1);
  expect(lane.calls('sendHeartbeat').length).toBeGreaterThanOrEqual(1);
});

test('a request whose answer is lost is repeated with the same ids', async () => {
  const { lane } = await startInstance(async (_, ctx) => {
    await ctx.uploadMetadata({ words: 3 });
    return succeed('done');
  });
  lane.failNext('addFileMetadata', { answerLost: true });
  lane.failNext('sendReports', { answerLost: true }, { status: 503 }, { status: 500 }, { status: 429 });
  const job = lane.addJob();
  await lane.until(() => lane.calls('sendReports').length === 5);

  expect(job.reports).toMatchObject([{ kind: 'SUCCEEDED', message: 'done' }]);
  expect(lane.calls('addFileMetadata').map(({ headers }) => headers['pawprint-output'])).toEqual([
    'metadata:0',
    'metadata:0',
  ]);
});

test('a refused upload is not repeated, and the handler gets the refusal', async () => {
  const { lane } = await startInstance((_, ctx) => ctx.uploadMetadata({ words: 3 }));
  lane.failNext('addFileMetadata', { status: 413, code: 'too_large' });
  const job = lane.addJob();
  await lane.until(() => job.ended);
  expect(lane.calls('addFileMetadata')).toHaveLength(1);
  expect(job.reports.at(-1)).toMatchObject({ kind: 'ERROR', message: 'fault 413' });
});

test('an upload refused for a full disk is not repeated', async () => {
  const { lane } = await startInstance((_, ctx) => ctx.uploadMetadata({ words: 3 }));
  lane.failNext('addFileMetadata', { status: 507, code: 'disk_full' });
  const job = lane.addJob();
  await lane.until(() => job.ended);
  expect(job.reports.at(-1)).toMatchObject({ kind: 'ERROR' });
});

test('a download that breaks twice continues without a gap or a repeat', async () => {
  const bytes = randomBytes(300_000);
  let digest = '';
  const { lane } = await startInstance(async (_, ctx) => {
    const hash = createHash('sha256');
    for await (const chunk of ctx.input.stream()) hash.update(chunk as Buffer);
    digest = hash.digest('hex');
  });
  lane.failNext('downloadFile', { breakAfterBytes: 100_000 }, { breakAfterBytes: 1 });
  const job = lane.addJob({ bytes });
  await lane.until(() => job.ended);

  expect(digest).toBe(createHash('sha256').update(bytes).digest('hex'));
  expect(lane.calls('downloadFile').map(({ headers }) => headers.range !== undefined)).toEqual([
    false,
    true,
    true,
  ]);
});

test('a download that always breaks at the same byte fails the job', async () => {
  const { lane } = await startInstance(async (_, ctx) => void (await ctx.input.file()));
  const broken = Array.from({ length: 20 }, () => ({ breakAfterBytes: 0 }));
  lane.failNext('downloadFile', ...broken);
  const job = lane.addJob();
  await lane.until(() => job.ended);
  expect(job.reports.at(-1)).toMatchObject({
    kind: 'ERROR',
    message: 'The input cannot be read past byte 0.',
  });
});
