import { rejectOnAbort } from '@pawprint/async';
import type { Client, Job } from '@pawprint/protocol';
import { type Connection, connect } from './connect.ts';
import { DATASETS, filesFor, LONG_RECORDING, LONG_TABLE } from './datasets.ts';
import { type ExtractorAccess, type ExtractorProcess, startExtractor } from './extractor-process.ts';
import { startGazetteer } from './gazetteer.ts';
import { findJob, hasEnded, hasProgress, listAllJobs, waitForAll, waitForJob } from './jobs.ts';
import type { DemoOptions } from './options.ts';
import { createCollection, type UploadedDataset, uploadDataset } from './upload.ts';

const EXTRACTORS = ['integrity-check', 'table-profile', 'place-lookup', 'dataset-manifest'];
const SPECTROGRAM = 'demo.spectrogram';

type Print = (line: string) => void;

/**
 * Fills the server, step by step, and prints each step and in the end what is worth a look. Where the signal aborts
 * first, it stops the extractors, deletes the key it has made, and rejects with the signal's reason.
 */
export const runDemo = async (options: DemoOptions, print: Print, signal: AbortSignal): Promise<void> => {
  const gazetteer = await startGazetteer();
  try {
    const connection = await connect(options);
    const access = { url: options.url, key: connection.key, gazetteerUrl: gazetteer.url };
    try {
      await fill({ ...connection, access, print, signal }, options.files);
    } finally {
      await connection.close();
    }
  } finally {
    gazetteer.close();
  }
};

interface Demo extends Connection {
  readonly access: ExtractorAccess;
  readonly print: Print;
  readonly signal: AbortSignal;
}

const fill = async (demo: Demo, total: number): Promise<void> => {
  const { client, access, print, me, signal } = demo;
  print(`Signed in to ${access.url} as ${me.name}.`);
  if (await wasHereBefore(client)) print('The datasets of an earlier run are there. A second set is added.');
  const extractors: ExtractorProcess[] = [];
  let filled: Filled;
  try {
    filled = await rejectOnAbort(fillWithExtractors(demo, total, extractors), signal);
  } finally {
    await Promise.all(extractors.map((extractor) => extractor.stop()));
  }
  const waiting = await submitWithoutInstance(client, filled.datasets);
  print('Stopped the extractors, and submitted one more job, which waits for its extractor to come back.');
  await printSummary(demo, filled.datasets, { ...filled.jobs, waiting });
};

interface Filled {
  readonly datasets: readonly UploadedDataset[];
  readonly jobs: Jobs;
}

/** `extractors` gets every process that is started, for the caller to stop. */
const fillWithExtractors = async (
  demo: Demo,
  total: number,
  extractors: ExtractorProcess[],
): Promise<Filled> => {
  const start = async (name: string): Promise<ExtractorProcess> => {
    const extractor = await startExtractor(name, demo.access);
    extractors.push(extractor);
    return extractor;
  };
  await Promise.all(EXTRACTORS.map(start));
  const spectrogram = await start('spectrogram');
  demo.print(`Started ${extractors.length} extractors.`);
  const datasets = await uploadAll(demo, total);
  return { datasets, jobs: await makeJobs(demo, datasets, spectrogram, start) };
};

const wasHereBefore = async (client: Client): Promise<boolean> => {
  const [{ name: title } = { name: '' }] = DATASETS;
  const found = await client.call('listDatasets', { query: { title, limit: 1 } });
  return (found ?? []).length > 0;
};

const uploadAll = async ({ client, print }: Demo, total: number): Promise<UploadedDataset[]> => {
  const datasets: UploadedDataset[] = [];
  for (const [dataset, files] of filesFor(total)) {
    datasets.push(await uploadDataset(client, dataset, files));
    print(`Uploaded ${files.length} files to “${dataset.name}”.`);
  }
  await createCollection(client, datasets.slice(0, 3));
  return datasets;
};

interface Jobs {
  readonly lost: Job;
  readonly cancelled: Job;
  readonly longLog: Job;
}

/** Jobs that uploads alone do not bring about. The spectrogram's process is killed; `start` starts another one. */
const makeJobs = async (
  { client, print }: Demo,
  datasets: readonly UploadedDataset[],
  spectrogram: ExtractorProcess,
  start: (name: string) => Promise<ExtractorProcess>,
): Promise<Jobs> => {
  const recording = fileId(datasets, LONG_RECORDING.name);
  // The job that the upload triggered may have ended meanwhile. More samples in a window take longer.
  const lost = await submitFile(client, recording, SPECTROGRAM, { window: 4_096 });
  await waitForJob(client, lost.id, hasProgress);
  await spectrogram.kill();
  print('Killed an extractor in the middle of a job. Its attempt is lost once the lease has run out.');
  await start('spectrogram');

  for (const { id } of datasets) await submitDataset(client, id, 'demo.dataset-manifest');
  const profile = await findJob(client, fileId(datasets, LONG_TABLE.name), 'demo.table-profile');
  await waitForJob(client, profile.id, hasEnded);
  const longLog = await resubmit(client, profile.id, { logRows: true });
  print('Resubmitted a job with a parameter that makes it log 20,000 lines.');
  const cancelled = await submitFile(client, recording, SPECTROGRAM, { window: 8_192 });
  await waitForJob(client, cancelled.id, hasProgress);
  await client.call('cancelJob', { params: { id: cancelled.id } });
  print('Cancelled a job in its middle.');

  const ids = datasets.map(({ id }) => id);
  await waitForAll(client, ids, (count) => print(`${count} jobs are open.`));
  const failed = await findJob(
    client,
    fileId(datasets, 'delivery-broken-off.csv.gz'),
    'demo.integrity-check',
  );
  await waitForJob(client, (await resubmit(client, failed.id)).id, hasEnded);
  print('Resubmitted a failed job. It failed again.');
  return { lost, cancelled, longLog };
};

/** On the last recording, or the long one where there is no other. */
const submitWithoutInstance = (client: Client, datasets: readonly UploadedDataset[]): Promise<Job> => {
  const recordings = datasets
    .flatMap(({ files }) => [...files])
    .filter(([name]) => /^night-\d+\.wav$/.test(name));
  return submitFile(client, recordings.at(-1)?.[1] ?? '', SPECTROGRAM, { window: 1_024 });
};

const printSummary = async (
  { client, access, print }: Demo,
  datasets: readonly UploadedDataset[],
  { lost, cancelled, longLog, waiting }: Jobs & { readonly waiting: Job },
): Promise<void> => {
  const jobs = (await Promise.all(datasets.map(({ id }) => listAllJobs(client, id)))).flat();
  const states = [...new Set(jobs.map(({ state }) => state))].toSorted();
  const counts = states.map((state) => `${jobs.filter((job) => job.state === state).length} ${state}`);
  print(`\n${jobs.length} jobs: ${counts.join(', ')}.\n\nWorth a look:`);
  const line = (what: string, path: string): void => print(`  ${what.padEnd(32)} ${access.url}${path}`);
  for (const { name, id } of datasets) line(name.slice(0, 32), `/datasets/${id}`);
  const jobLine = (what: string, job: Job | undefined): void => {
    if (job !== undefined) line(what, `/jobs/${job.id}`);
  };
  jobLine('A job that lost an attempt', lost);
  jobLine(
    'A job that was tried again',
    jobs.find((job) => job.attempt_count > 1 && job.extractor === 'demo.place-lookup'),
  );
  jobLine('A job with 20,000 lines', longLog);
  jobLine(
    'A failed job',
    jobs.find(({ state }) => state === 'FAILED'),
  );
  jobLine(
    'A skipped job',
    jobs.find(({ state }) => state === 'SKIPPED'),
  );
  jobLine('A cancelled job', cancelled);
  jobLine('A job that waits', waiting);
  line('A file with several extractors', `/files/${fileId(datasets, LONG_TABLE.name)}`);
  line('The extractors', '/extractors');
};

const fileId = (datasets: readonly UploadedDataset[], name: string): string =>
  datasets.flatMap(({ files }) => files.get(name) ?? [])[0] ?? '';

const submitFile = async (
  client: Client,
  id: string,
  extractor: string,
  parameters: object,
): Promise<Job> => {
  const body = { extractor, parameters: { ...parameters } };
  const submitted = await client.call('submitFileExtraction', { params: { id }, body });
  const job = await client.call('showJob', { params: { id: submitted?.job_id ?? '' } });
  if (job === undefined) throw new Error(`No job was submitted to ${extractor}.`);
  return job;
};

const submitDataset = async (client: Client, id: string, extractor: string): Promise<void> => {
  await client.call('submitDatasetExtraction', { params: { id }, body: { extractor } });
};

const resubmit = async (client: Client, id: string, parameters?: Record<string, unknown>): Promise<Job> => {
  const job = await client.call('resubmitJob', { params: { id }, body: parameters ? { parameters } : {} });
  if (job === undefined) throw new Error(`The job ${id} was not resubmitted.`);
  return job;
};
