// @ts-check
import { setTimeout as pause } from 'node:timers/promises';

const EVERY_MS = 200;
const LIMIT_MS = 120_000;

/**
 * Asks repeatedly until the answer is accepted. Resolves to the last answer after a time limit.
 * @template T
 * @param {() => Promise<T>} ask
 * @param {(answer: T) => boolean} willDo
 */
async function askUntil(ask, willDo) {
  const deadline = performance.now() + LIMIT_MS;
  let answer = await ask();
  while (!willDo(answer) && performance.now() < deadline) {
    await pause(EVERY_MS);
    answer = await ask();
  }
  return answer;
}

/**
 * @param {import('@pawprint/protocol').Client} client
 * @param {string} extractor
 * @param {number} count
 */
export async function waitForInstances(client, extractor, count) {
  const live = async () => {
    const known = (await client.call('listExtractors', {})) ?? [];
    return known.find(({ name }) => name === extractor)?.instances.live ?? 0;
  };
  const found = await askUntil(live, (number) => number >= count);
  if (found < count) throw new Error(`${found} of ${count} instances of ${extractor} came`);
}

/**
 * The jobs of a dataset once there are so many and all have ended, or as they are when that takes too long.
 * @param {import('@pawprint/protocol').Client} client
 * @param {string} datasetId
 * @param {number} count
 */
export async function waitForJobs(client, datasetId, count) {
  const jobs = async () =>
    (await client.call('listJobs', { query: { dataset_id: datasetId, limit: 200 } }))?.items ?? [];
  return askUntil(
    jobs,
    (found) => found.length >= count && found.every(({ finished_at }) => finished_at !== null),
  );
}

/**
 * @param {import('@pawprint/protocol').Client} client
 * @param {string} resourceId what the job is on
 * @param {string} message the latest that is said of it
 */
export async function waitForMessage(client, resourceId, message) {
  const query = { resource_id: resourceId };
  await askUntil(
    () => client.call('listJobs', { query }),
    (answer) => answer?.items[0]?.latest?.message === message,
  );
}
