import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { fail, succeed } from './job/job.ts';
import { runPulledJob } from './run-pulled-job.ts';

const MESSAGE = {
  attempt: 3,
  resource: { type: 'file', id: 'file-1', name: 'notes.txt' },
  input: 'input/notes.txt',
  mime_type: 'text/plain',
  parameters: { unit: 'words' },
  trigger: 'manual',
};

const pulledFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'pawprint-pulled-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await mkdir(join(folder, 'input'));
  await writeFile(join(folder, 'message.json'), JSON.stringify(MESSAGE));
  await writeFile(join(folder, 'input', 'notes.txt'), 'one two\n');
  return folder;
};

test('a pulled job gives its handler the input, the parameters and the number of the attempt', async () => {
  const folder = await pulledFolder();
  const lines: string[] = [];
  const isDone = await runPulledJob(
    {
      name: 'lab.count',
      handle: async (job, ctx) => {
        ctx.log.info('counting');
        const text = await readFile(await ctx.input.file(), 'utf8');
        await ctx.uploadMetadata({
          text,
          unit: job.parameters.unit,
          attempt: job.attempt,
          name: job.filename,
        });
        await ctx.uploadPreview(Buffer.from('png'), { filename: '../out.png', contentType: 'image/png' });
        return succeed('2 words');
      },
    },
    folder,
    (line) => lines.push(line),
  );
  expect(isDone).toBe(true);
  expect(lines.at(-1)).toBe('Done: 2 words');
  expect(lines).toContain('info: counting');
  expect(JSON.parse(await readFile(join(folder, 'outputs/metadata-1.json'), 'utf8'))).toMatchObject({
    content: { text: 'one two\n', unit: 'words', attempt: 3, name: 'notes.txt' },
  });
  expect(await readFile(join(folder, 'outputs/preview-1-out.png'), 'utf8')).toBe('png');
});

test('a pulled job that fails says why', async () => {
  const folder = await pulledFolder();
  const lines: string[] = [];
  const handle = () => fail('no header row');
  expect(await runPulledJob({ name: 'lab.count', handle }, folder, (line) => lines.push(line))).toBe(false);
  expect(lines.at(-1)).toBe('Failed: no header row');
});

test('a folder without a pulled job is refused by its name', async () => {
  const handle = () => succeed();
  await expect(runPulledJob({ name: 'lab.count', handle }, '/nowhere', () => undefined)).rejects.toThrow(
    'PAWPRINT_JOB_FOLDER is /nowhere, which has no job',
  );
});
