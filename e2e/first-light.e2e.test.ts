import {
  allEnded,
  createDatasetWith,
  followUntil,
  newDataDir,
  removeDataDir,
  startServerProcess,
} from '@pawprint/testing';
import { expect, onTestFinished, test } from 'vitest';
import { aGif, aPng, aZip } from './sample-files.ts';

const startWithSamples = async (dataDir: string) => {
  const server = await startServerProcess({ dataDir, env: { PAWPRINT_SAMPLE_EXTRACTORS: 'on' } });
  onTestFinished(() => server.kill());
  return server;
};

const fiveFiles = [
  { name: 'notes.txt', content: 'one two three\nfour\n' },
  { name: 'table.csv', content: 'a,b\n1,2\n' },
  { name: 'core.png', content: aPng() },
  { name: 'plot.gif', content: aGif() },
  { name: 'bundle.zip', content: aZip() },
];

test('five uploaded files get jobs, which a second start still has', async () => {
  const dataDir = await newDataDir();
  onTestFinished(() => removeDataDir(dataDir));
  const server = await startWithSamples(dataDir);
  for (const name of ['file-digest', 'word-count', 'image-preview'])
    await server.output.waitFor(new RegExp(`pawprint\\.${name}.*at work for`));

  const { datasetId, fileIds } = await createDatasetWith(server.client, fiveFiles);
  const jobs = await followUntil(server.client, { dataset_id: datasetId }, allEnded(9));

  const ran = [...jobs.values()].map((job) => `${job.extractor} ${job.resource.name} ${job.state}`);
  expect(ran.toSorted()).toEqual([
    'pawprint.file-digest bundle.zip SUCCEEDED',
    'pawprint.file-digest core.png SUCCEEDED',
    'pawprint.file-digest notes.txt SUCCEEDED',
    'pawprint.file-digest plot.gif SUCCEEDED',
    'pawprint.file-digest table.csv SUCCEEDED',
    'pawprint.image-preview core.png SUCCEEDED',
    'pawprint.image-preview plot.gif SUCCEEDED',
    'pawprint.word-count notes.txt SUCCEEDED',
    'pawprint.word-count table.csv SUCCEEDED',
  ]);

  const png = await server.client.call('showFile', { params: { id: fileIds[2] ?? '' } });
  expect(png?.thumbnail).not.toBeNull();
  expect(png?.previews).toHaveLength(1);
  expect(png?.metadata_count).toBe(2);
  const groups = await server.client.call('fileExtractions', { params: { id: fileIds[0] ?? '' } });
  expect(groups?.extractors.map((group) => group.extractor).toSorted()).toEqual([
    'pawprint.file-digest',
    'pawprint.word-count',
  ]);
  expect(groups?.extractors[0]?.latest_job.submitted_by?.name).toBeTruthy();

  expect(await server.stop()).toBe(0);
  const again = await startWithSamples(dataDir);
  const remembered = await again.client.call('listJobs', {
    query: { dataset_id: datasetId, state: ['SUCCEEDED'] },
  });
  expect(remembered?.items).toHaveLength(9);
});
