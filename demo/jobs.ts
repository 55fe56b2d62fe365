import { setTimeout as pause } from 'node:timers/promises';
import type { Client, Job } from '@pawprint/protocol';

const POLL_MS = 250;
const PAGE = 200;

/** All jobs on a dataset and its files. */
export const listAllJobs = async (client: Client, dataset_id: string): Promise<Job[]> => {
  const jobs: Job[] = [];
  let cursor: string | undefined;
  do {
    const query = { dataset_id, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) };
    const page = await client.call('listJobs', { query });
    jobs.push(...(page?.items ?? []));
    cursor = page?.next ?? undefined;
  } while (cursor !== undefined);
  return jobs;
};

/** The newest job of an extractor on a file. */
export const findJob = async (client: Client, resource_id: string, extractor: string): Promise<Job> => {
  const page = await client.call('listJobs', { query: { resource_id, extractor, limit: 1 } });
  const [job] = page?.items ?? [];
  if (job === undefined) throw new Error(`${extractor} has no job on the file ${resource_id}.`);
  return job;
};

/** The job once this is true of it. Rejects when it ends before. */
export const waitForJob = async (client: Client, id: string, isTrue: (job: Job) => boolean): Promise<Job> => {
  for (;;) {
    const job = await client.call('showJob', { params: { id } });
    if (job && isTrue(job)) return job;
    if (job?.finished_at) throw new Error(`The job ${id} of ${job.extractor} ended early, as ${job.state}.`);
    await pause(POLL_MS);
  }
};

export const hasProgress = (job: Job): boolean => job.state === 'RUNNING' && (job.progress ?? 0) > 0;
export const hasEnded = (job: Job): boolean => job.finished_at !== null;

/** Waits until no job on these datasets is open. Says how many are, whenever that changes. */
export const waitForAll = async (
  client: Client,
  datasetIds: readonly string[],
  onOpenJobs: (count: number) => void,
): Promise<void> => {
  for (let last = -1; last !== 0; ) {
    const lists = await Promise.all(datasetIds.map((id) => listAllJobs(client, id)));
    const open = lists.flat().filter((job) => !hasEnded(job)).length;
    if (open !== last) onOpenJobs(open);
    last = open;
    if (open > 0) await pause(4 * POLL_MS);
  }
};
