// @ts-check
import { createDatasetWith } from '@pawprint/testing';
import { holdingPrograms } from './holding-programs.mjs';
import { deviationsFrom, nameOf, readStories, rowsOf } from './job-stories.mjs';
import { WORDCOUNT } from './samples.mjs';
import { waitForInstances, waitForJobs, waitForMessage } from './wait-for.mjs';

const FILES = 50;
const REPLICAS = 3;

/** Each file has its own number of lines and words, so that a report about one cannot be about another. */
const files = Array.from({ length: FILES }, (_, index) => ({
  name: `core-${index + 1}.txt`,
  content: 'clay loam\n'.repeat(index + 1),
}));

/** @param {string} fileName */
const sentenceOn = (fileName) => {
  const lines = files.findIndex(({ name }) => name === fileName) + 1;
  return `Found ${lines} lines and ${lines * 2} words...`;
};

/**
 * Fifty files, three replicas: every job is done once.
 * @param {import('./stage.mjs').Stage} stage
 * @returns {Promise<import('./stage.mjs').Findings>}
 */
export async function runFleet({ client, start }) {
  for (let replica = 0; replica < REPLICAS; replica += 1) await start(WORDCOUNT);
  await waitForInstances(client, WORDCOUNT.name, REPLICAS);
  return findings(await uploadAndWait(client), 0);
}

/**
 * The same, with a replica that is killed while it has a job: another does that job again.
 * @param {import('./stage.mjs').Stage} stage
 * @returns {Promise<import('./stage.mjs').Findings>}
 */
export async function runFleetThatLosesOne(stage) {
  const programs = await holdingPrograms('wc');
  try {
    return await loseOne(stage, programs.folder);
  } finally {
    await programs.remove();
  }
}

/**
 * @param {import('./stage.mjs').Stage} stage
 * @param {string} programs a folder of those that hold who calls them
 */
async function loseOne({ client, start }, programs) {
  const doomed = await start(WORDCOUNT, programs);
  for (let replica = 1; replica < REPLICAS; replica += 1) await start(WORDCOUNT);
  await waitForInstances(client, WORDCOUNT.name, REPLICAS);
  const stories = uploadAndWait(client);
  await Promise.race([inMidJob(client, doomed), stories]);
  await doomed.kill();
  return findings(await stories, 1);
}

/**
 * Waits until the server has the latest report of the held replica. pyClowder sends reports up to a second late, and would
 * not send them after it was killed.
 * @param {import('@pawprint/protocol').Client} client
 * @param {import('./replica.mjs').Replica} replica
 */
async function inMidJob(client, replica) {
  const [, fileId = ''] = await replica.waitFor(
    /\[([0-9a-f-]{36})\] : StatusMessage\.processing: Loading contents/,
  );
  await waitForMessage(client, fileId, 'Loading contents of file...');
}

/** @param {import('@pawprint/protocol').Client} client */
async function uploadAndWait(client) {
  const { datasetId } = await createDatasetWith(client, files, 'Fifty soil cores');
  return readStories(client, await waitForJobs(client, datasetId, FILES));
}

/**
 * @param {readonly import('./job-stories.mjs').JobStory[]} stories
 * @param {number} lost how many jobs must have lost an attempt
 * @returns {import('./stage.mjs').Findings}
 */
function findings(stories, lost) {
  const again = stories.filter(({ attempts }) => attempts.length > 1);
  const deviations = [
    ...(stories.length === FILES ? [] : [`there are ${stories.length} jobs instead of ${FILES}`]),
    ...(again.length === lost ? [] : [`${again.length} jobs were tried again instead of ${lost}`]),
    ...stories.flatMap((story) =>
      deviationsFrom(story, again.includes(story) ? ['LOST', 'SUCCEEDED'] : ['SUCCEEDED']),
    ),
    ...stories.flatMap(eventsOnWrongJob),
  ];
  return { rows: rowsOf(stories), deviations };
}

/** @param {import('./job-stories.mjs').JobStory} story */
function eventsOnWrongJob(story) {
  const expected = sentenceOn(story.job.resource.name);
  const sentences = story.events
    .map(({ message }) => message)
    .filter((message) => message.startsWith('Found '));
  if (sentences.length === 1 && sentences[0] === expected) return [];
  return [`${nameOf(story)} should say once “${expected}” and says: ${sentences.join(' | ')}`];
}
