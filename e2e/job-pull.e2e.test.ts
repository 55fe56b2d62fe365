import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ADMIN, allEnded, createDatasetWith, followUntil } from '@pawprint/testing';
import { expect, onTestFinished, test } from 'vitest';
import { aPng } from './sample-files.ts';
import { useServer } from './use-server.ts';

const server = useServer(() => ({ env: { PAWPRINT_SAMPLE_EXTRACTORS: 'on' } }));

interface Ended {
  readonly code: number;
  readonly output: string;
}

/** Runs a program of the checkout, as a person does. */
const runProgram = (path: string, args: readonly string[], env: Record<string, string>): Promise<Ended> =>
  new Promise((resolve) => {
    const program = fileURLToPath(new URL(`../${path}`, import.meta.url));
    execFile(process.execPath, [program, ...args], { env: { ...process.env, ...env } }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), output: out + err }),
    );
  });

/** Takes the job of an extractor on a file home, and runs the extractor's own program on it. */
const runAtHome = async (jobId: string, extractor: string): Promise<Ended & { outputs: string[] }> => {
  const place = await mkdtemp(join(tmpdir(), 'pawprint-home-'));
  onTestFinished(() => rm(place, { recursive: true }));
  const folder = join(place, 'job');
  const keys = { PAWPRINT_URL: server().url, PAWPRINT_KEY: ADMIN.key };
  const pulled = await runProgram('packages/cli/bin/pawprint.mjs', ['job', 'pull', jobId, folder], keys);
  expect(pulled).toMatchObject({ code: 0 });
  const ran = await runProgram(`extractors/${extractor}/dist/main.js`, [], { PAWPRINT_JOB_FOLDER: folder });
  return { ...ran, outputs: await readdir(join(folder, 'outputs')).catch(() => []) };
};

test('a failed job that was taken home fails there for the same reason, and one that was done is done', async () => {
  await server().output.waitFor(/pawprint\.image-preview.*at work for/);
  const png = aPng();
  const broken = png.subarray(0, png.length - 20);
  const { datasetId } = await createDatasetWith(server().client, [
    { name: 'core.png', content: png },
    { name: 'broken.png', content: new Uint8Array(broken) },
  ]);
  const jobs = [...(await followUntil(server().client, { dataset_id: datasetId }, allEnded(4))).values()];
  const jobOn = (name: string) =>
    jobs.find(({ resource, extractor }) => resource.name === name && extractor === 'pawprint.image-preview');
  const failed = jobOn('broken.png');
  expect(failed).toMatchObject({ state: 'FAILED', error: { message: expect.any(String) } });
  const again = await runAtHome(failed?.id ?? '', 'image-preview');
  expect(again).toMatchObject({ code: 1, outputs: [] });
  expect(again.output).toContain(failed?.error?.message);

  const done = await runAtHome(jobOn('core.png')?.id ?? '', 'image-preview');
  expect(done).toMatchObject({ code: 0 });
  expect(done.outputs.toSorted()).toEqual([
    'metadata-1.json',
    expect.stringMatching(/^preview-1-/),
    expect.stringMatching(/^thumbnail-1-/),
  ]);
});
