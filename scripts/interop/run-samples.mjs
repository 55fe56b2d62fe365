// @ts-check
import { createDatasetWith } from '@pawprint/testing';
import { deviationsFrom, readStories, rowsOf } from './job-stories.mjs';
import { BINARY_PREVIEW, ECHO, SAMPLES, WORDCOUNT, WORDCOUNT_SIMPLE } from './samples.mjs';
import { waitForInstances, waitForJobs } from './wait-for.mjs';

/** One transparent pixel. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);
const FILES = [
  { name: 'soil.txt', content: 'clay loam\nsand silt gravel\n' },
  { name: 'pixel.png', content: new Uint8Array(PIXEL), type: 'image/png' },
];
const COUNTED = { lines: '2', words: '5', characters: '27' };

/** How many jobs two uploads set off: echo takes every file, and each file that is added to a dataset. */
const EXPECTED_JOBS = new Map([
  [ECHO.name, 4],
  [WORDCOUNT.name, 1],
  [WORDCOUNT_SIMPLE.name, 1],
  [BINARY_PREVIEW.name, 1],
]);
const ALL_JOBS = [...EXPECTED_JOBS.values()].reduce((sum, count) => sum + count);

/**
 * All samples at once, a text and an image uploaded.
 * @param {import('./stage.mjs').Stage} stage
 * @returns {Promise<import('./stage.mjs').Findings>}
 */
export async function runSamples({ client, start, runPulled }) {
  for (const sample of SAMPLES) await start(sample);
  for (const { name } of SAMPLES) await waitForInstances(client, name, 1);
  const { datasetId, fileIds } = await createDatasetWith(client, FILES, 'One of each');
  const jobs = await waitForJobs(client, datasetId, ALL_JOBS);
  const stories = await readStories(client, jobs);
  const counted = jobs.find(({ extractor }) => extractor === WORDCOUNT.name);
  const [textId = '', imageId = ''] = fileIds;
  const rows = rowsOf(stories);
  const deviations = [
    ...stories.flatMap((story) => deviationsFrom(story, ['SUCCEEDED'])),
    ...[...EXPECTED_JOBS].flatMap(([name, count]) => jobsMissing(rows, name, count)),
    ...(await metadataDeviations(client, textId)),
    ...(await previewDeviations(client, imageId)),
    ...pulledDeviations(await runPulled(counted?.id ?? '', WORDCOUNT.args[0] ?? '')),
  ];
  return { rows, deviations };
}

/**
 * @param {readonly import('./stage.mjs').Row[]} rows
 * @param {string} name
 * @param {number} count
 */
function jobsMissing(rows, name, count) {
  const found = rows.find(({ extractor }) => extractor === name)?.jobs ?? 0;
  return found === count ? [] : [`${name} has ${found} jobs instead of ${count}`];
}

/**
 * @param {import('@pawprint/protocol').Client} client
 * @param {string} id of the text
 */
async function metadataDeviations(client, id) {
  const documents = (await client.call('listFileMetadata', { params: { id } })) ?? [];
  /** @param {string} name */
  const by = (name) => documents.filter(({ agent }) => agent.name === name).map(({ content }) => content);
  const counted = [WORDCOUNT.name, WORDCOUNT_SIMPLE.name].filter(
    (name) => JSON.stringify(by(name)) !== JSON.stringify([COUNTED]),
  );
  return [
    ...counted.map((name) => `${name} stored ${JSON.stringify(by(name))}`),
    ...(by(ECHO.name).length === 1 ? [] : [`${ECHO.name} stored ${by(ECHO.name).length} documents`]),
  ];
}

/**
 * @param {import('@pawprint/protocol').Client} client
 * @param {string} id of the image
 */
async function previewDeviations(client, id) {
  const params = { id };
  const previews = (await client.call('listFilePreviews', { params })) ?? [];
  const bytes = await Promise.all(
    previews.map(async (preview) => {
      const response = await client.fetch('downloadPreview', { params: { id: preview.id } });
      return Buffer.from(await response.arrayBuffer());
    }),
  );
  const file = await client.call('showFile', { params });
  return [
    ...(bytes.length === 1 && bytes.every((one) => one.equals(PIXEL))
      ? []
      : [`the image has ${bytes.length} previews`]),
    ...(file?.thumbnail ? [] : ['the image has no thumbnail']),
  ];
}

/** @param {import('./pulled-job.mjs').PulledRun} pulled the word count of the text, run without a server */
function pulledDeviations({ code, output, outputs }) {
  const contents = outputs.map((text) => JSON.parse(text).content);
  const isCounted = contents.some((content) => JSON.stringify(content) === JSON.stringify(COUNTED));
  return code === 0 && isCounted ? [] : [`the pulled job ended with ${code}: ${output}`];
}
