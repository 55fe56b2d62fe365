// @ts-check
import { isDeepStrictEqual } from 'node:util';
import { createDatasetWith } from '@pawprint/testing';
import { deviationsFrom, nameOf, readStories, rowsOf } from './job-stories.mjs';
import { XML_OUTLINE } from './samples.mjs';
import { waitForInstances, waitForJobs } from './wait-for.mjs';

const FILES = [
  { name: 'cores.xml', content: '<cores><core><depth/><depth/></core></cores>' },
  { name: 'broken.xml', content: '<cores><core></cores>' },
];
const OUTLINE = { root: 'cores', elements: { cores: 1, core: 1, depth: 2 }, depth: 3 };
const PROBLEM = /This is no well-formed XML: mismatched tag/;

/**
 * The extractor of examples/python: it outlines an XML file, and fails on one that is broken.
 * @param {import('./stage.mjs').Stage} stage
 * @returns {Promise<import('./stage.mjs').Findings>}
 */
export async function runExample({ client, start, runPulled }) {
  await start(XML_OUTLINE);
  await waitForInstances(client, XML_OUTLINE.name, 1);
  const { datasetId, fileIds } = await createDatasetWith(client, FILES, 'An XML file and a broken one');
  const jobs = await waitForJobs(client, datasetId, FILES.length);
  const stories = await readStories(client, jobs);
  const failed = jobs.find(({ resource }) => resource.name === 'broken.xml');
  const pulled = await runPulled(failed?.id ?? '', XML_OUTLINE.args[0] ?? '');
  const [id = ''] = fileIds;
  const stored = (await client.call('listFileMetadata', { params: { id } }))?.map(({ content }) => content);
  const deviations = [
    ...(stories.length === FILES.length
      ? []
      : [`there are ${stories.length} jobs instead of ${FILES.length}`]),
    ...stories.flatMap((story) =>
      story.job.resource.name === 'broken.xml' ? failureMissing(story) : deviationsFrom(story, ['SUCCEEDED']),
    ),
    ...(pulled.code === 1 && PROBLEM.test(pulled.output)
      ? []
      : [`the pulled job ended with ${pulled.code}: ${pulled.output}`]),
    ...(isDeepStrictEqual(stored, [OUTLINE]) ? [] : [`it stored ${JSON.stringify(stored)}`]),
  ];
  return { rows: rowsOf(stories), deviations };
}

/** @param {import('./job-stories.mjs').JobStory} story */
function failureMissing(story) {
  const { state, error } = story.job;
  if (state === 'FAILED' && PROBLEM.test(error?.message ?? '')) return [];
  return [`${nameOf(story)} is ${state}: ${error?.message}`];
}
