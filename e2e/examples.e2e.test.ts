import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import {
  allEnded,
  createDatasetWith,
  createGate,
  followUntil,
  type NewFile,
  newDataDir,
  removeDataDir,
  type ServerProcess,
  startBoundProcess,
} from '@pawprint/testing';
import { expect, onTestFinished, test } from 'vitest';
import { useServer } from './use-server.ts';

const server = useServer(() => ({ env: { PAWPRINT_LEASE_SECONDS: '5' } }));
const pathOf = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

const SHELL: Example = { command: pathOf('examples/shell/gzip-check.sh'), args: [] };
/** As `npx tsx` starts it. */
const TYPESCRIPT: Example = {
  command: process.execPath,
  args: [pathOf('node_modules/tsx/dist/cli.mjs'), pathOf('examples/typescript/geojson-extent.ts')],
};

interface Example {
  readonly command: string;
  readonly args: readonly string[];
  /** A folder whose programs come before all others. */
  readonly programs?: string;
}

/** Runs an example until the test ends. Resolves once it asks for jobs. */
const startExample = async ({ programs, ...example }: Example) => {
  const folder = await newDataDir();
  const { url, client } = server();
  const PATH = [programs, process.env['PATH']].filter(Boolean).join(':');
  const env = { PATH, PAWPRINT_URL: url, PAWPRINT_KEY: client.options.key ?? '' };
  const running = startBoundProcess({ ...example, env }, folder);
  onTestFinished(async () => {
    await running.end('SIGKILL');
    await removeDataDir(folder);
  });
  await running.output.waitFor(/at work for/);
  return running;
};

/** Uploads the files and answers, in the same order, how their jobs ended: state, last message, metadata. */
const resultsOf = async ({ client }: ServerProcess, files: readonly NewFile[]) => {
  const { datasetId, fileIds } = await createDatasetWith(client, files);
  const jobs = [...(await followUntil(client, { dataset_id: datasetId }, allEnded(files.length))).values()];
  return Promise.all(
    fileIds.map(async (id) => {
      const job = jobs.find(({ resource }) => resource.id === id);
      const metadata = await client.call('listFileMetadata', { params: { id } });
      return [
        job?.state,
        job?.error?.message ?? job?.latest?.message,
        metadata?.map(({ content }) => content),
      ];
    }),
  );
};

const feature = (coordinates: number[]) => ({
  type: 'Feature',
  properties: {},
  geometry: { type: 'Point', coordinates },
});
const POINTS = { type: 'FeatureCollection', features: [feature([-88.2, 40.1]), feature([-87.6, 41.9])] };

test('the TypeScript example measures GeoJSON and fails on other JSON', async () => {
  const example = await startExample(TYPESCRIPT);
  const results = await resultsOf(server(), [
    { name: 'plots.geojson', content: JSON.stringify(POINTS) },
    { name: 'topology.geojson', content: '{"type":"Topology"}' },
    { name: 'empty.geojson', content: '' },
  ]);
  const measured = { bbox: [-88.2, 40.1, -87.6, 41.9], features: 2, geometries: { Point: 2 } };
  expect(results).toEqual([
    ['SUCCEEDED', '2 features within [-88.2, 40.1, -87.6, 41.9]', [measured]],
    ['FAILED', 'This is JSON, but no GeoJSON feature or collection of features.', []],
    ['SKIPPED', 'The file is empty.', []],
  ]);

  await example.end('SIGTERM');
  const instances = await server().client.call('listInstances', {
    params: { name: 'example.geojson-extent' },
  });
  expect(instances?.map(({ status }) => status)).toEqual(['stopped']);
});

test('the shell example checks gzip files and fails on a truncated one', async () => {
  const example = await startExample(SHELL);
  const whole = gzipSync('depth,moisture\n10,0.31\n'.repeat(200));
  const results = await resultsOf(server(), [
    { name: 'it\'s "whole".csv.gz', content: new Uint8Array(whole), type: 'application/gzip' },
    { name: 'truncated.csv.gz', content: new Uint8Array(whole.subarray(0, 40)), type: 'application/gzip' },
    { name: 'empty.csv.gz', content: '', type: 'application/gzip' },
  ]);
  const checked = { compressed_bytes: whole.length, content_bytes: 4600 };
  expect(results).toEqual([
    ['SUCCEEDED', `${whole.length} bytes unpack to 4600.`, [checked]],
    ['FAILED', expect.stringMatching(/^This file can't be unpacked: .*unexpected end of file/s), []],
    ['SKIPPED', 'The file is empty.', []],
  ]);

  await example.end('SIGTERM');
  const instances = await server().client.call('listInstances', { params: { name: 'example.gzip-check' } });
  expect(instances?.map(({ status }) => status)).toEqual(['stopped']);
});

test('the shell example ends a job whose cancel was requested', async () => {
  const gate = await createGate();
  onTestFinished(() => gate.close());
  const { client } = server();
  await startExample({ ...SHELL, programs: await gzipBehindGate(gate.url) });
  const whole = new Uint8Array(gzipSync('depth,moisture\n'));
  const { datasetId } = await createDatasetWith(client, [
    { name: 'a.csv.gz', content: whole, type: 'application/gzip' },
  ]);
  await gate.arrived(1);

  const [job] = (await client.call('listJobs', { query: { dataset_id: datasetId } }))?.items ?? [];
  await client.call('cancelJob', { params: { id: job?.id ?? '' } });
  gate.open();
  const ended = await followUntil(client, { dataset_id: datasetId }, allEnded(1));
  expect([...ended.values()].map(({ state }) => state)).toEqual(['CANCELLED']);
});

/** A folder for the PATH with a gzip that waits at the gate. A job begins by asking gzip for its version. */
const gzipBehindGate = async (gateUrl: string): Promise<string> => {
  const folder = await newDataDir();
  onTestFinished(() => removeDataDir(folder));
  const lines = ['#!/bin/sh', `curl --silent ${gateUrl}`, 'PATH=${PATH#*:}', 'exec gzip "$@"', ''];
  await writeFile(join(folder, 'gzip'), lines.join('\n'), { mode: 0o755 });
  return folder;
};
