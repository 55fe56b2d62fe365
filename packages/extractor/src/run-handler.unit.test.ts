import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fail, skip, succeed } from './job/job.ts';
import { runHandler } from './run-handler.ts';

test('the result holds everything the handler did, in order', async () => {
  const result = await runHandler(
    async (job, ctx) => {
      ctx.log.info(`reading ${job.filename}`);
      ctx.progress(0.5, 'half');
      await ctx.uploadMetadata({ at: new Date(0), none: undefined }, { context: 'https://example.org/' });
      await ctx.uploadPreview(Buffer.from('p'), { filename: 'p.png', contentType: 'image/png', title: 'P' });
      await ctx.uploadThumbnail(Buffer.from('t'), { filename: 't.png', contentType: 'image/png' });
      const path = join(await ctx.workFolder(), 'f.csv');
      await writeFile(path, 'a,b');
      await ctx.uploadFile(path, { filename: 'f.csv', contentType: 'text/csv' });
      await ctx.addTags(['red']);
      await ctx.run(process.execPath, ['-e', 'console.log("from the child")']);
      return succeed('done');
    },
    { input: Buffer.from('abc'), filename: 'in.txt' },
  );

  expect(result.outcome).toEqual(succeed('done'));
  expect(result.metadata).toEqual([
    { content: { at: '1970-01-01T00:00:00.000Z' }, context: 'https://example.org/' },
  ]);
  expect(result.previews).toMatchObject([{ title: 'P', bytes: Buffer.from('p') }]);
  expect(result.thumbnails).toMatchObject([{ filename: 't.png' }]);
  expect(result.files).toMatchObject([{ filename: 'f.csv', bytes: Buffer.from('a,b') }]);
  expect(result.tags).toEqual(['red']);
  expect(result.progress).toEqual([{ fraction: 0.5, message: 'half' }]);
  expect(result.log).toEqual([
    { level: 'info', message: 'reading in.txt' },
    { level: 'info', message: 'from the child' },
  ]);
});

test('the handler gets the job that the options describe', async () => {
  const { outcome } = await runHandler((job) => skip(JSON.stringify(job)), {
    input: Buffer.from('abc'),
    filename: 'x.csv',
    mimeType: 'text/csv',
    parameters: { deep: true },
    attempt: 2,
    trigger: 'manual',
  });
  const job: unknown = JSON.parse(outcome.kind === 'skipped' ? outcome.reason : '{}');
  expect(job).toMatchObject({
    attempt: 2,
    filename: 'x.csv',
    mimeType: 'text/csv',
    sizeBytes: 3,
    parameters: { deep: true },
    trigger: 'manual',
    resource: { type: 'file', name: 'x.csv' },
  });
});

test('a handler that throws has failed, with the stack in the log', async () => {
  const { outcome, log } = await runHandler(() => {
    throw new Error('no header row');
  });
  expect(outcome).toEqual(fail('no header row'));
  expect(log).toMatchObject([
    { level: 'error', message: expect.stringContaining('run-handler.unit.test.ts') },
  ]);
});

test('a handler that returns nothing has succeeded', async () => {
  expect((await runHandler(() => undefined)).outcome).toEqual(succeed());
});

test('once the signal has aborted, outputs are refused with its reason', async () => {
  const stopping = new AbortController();
  const { outcome, metadata } = await runHandler(
    async (_, ctx) => {
      stopping.abort(new Error('enough'));
      await ctx.uploadMetadata({ late: true });
    },
    { signal: stopping.signal },
  );
  expect(outcome).toEqual(fail('enough'));
  expect(metadata).toEqual([]);
});
