import type { ExtractorGroup, Job } from '@pawprint/protocol';
import { example } from '../../gallery/example.tsx';
import { PENDING, Refusal } from '../../gallery/fake-api.ts';
import { aJob, anAttempt, anEvent, at } from '../builders.ts';
import { ExtractionsTab } from './extractions-tab.tsx';

const group = (latest: Job, ...older: readonly Job[]): ExtractorGroup => {
  const jobs = [latest, ...older];
  const states: Partial<Record<Job['state'], number>> = {};
  for (const { state } of jobs) states[state] = (states[state] ?? 0) + 1;
  return {
    extractor: latest.extractor,
    latest_job: latest,
    jobs_total: jobs.length,
    states,
    jobs,
    next: null,
  };
};

const failed = aJob.failed({
  id: '01a20f3e-7d41-7c02-9a51-00000000aa02',
  submitted_at: at(60_000),
  last_event_at: at(65_500),
  error: { message: 'OSError: [Errno 28] No space left on device', attempt: 2 },
  attempt_count: 2,
});

const groups = [
  group(failed, aJob.done({ id: '01a20f3e-7d41-7c02-9a51-00000000aa01' })),
  group(aJob.running({ id: '01a20f3e-7d41-7c02-9a51-00000000bb01', extractor: 'ncsa.ocr', progress: 0.4 })),
  group(aJob.queued({ id: '01a20f3e-7d41-7c02-9a51-00000000cc01', extractor: 'ncsa.report' })),
  group(aJob.lost({ id: '01a20f3e-7d41-7c02-9a51-00000000dd01', extractor: 'ncsa.video' })),
];

const tab = <ExtractionsTab resource={{ type: 'file', id: 'f1' }} />;

const datasetTab = <ExtractionsTab resource={{ type: 'dataset', id: 'd1' }} />;

export const WithJobs = example(tab, {
  fileExtractions: { extractors: groups },

  showJob: {
    ...failed,
    clock: null,
    attempts: [
      anAttempt(1, { outcome: 'FAILED', error: 'out of memory' }),
      anAttempt(2, { outcome: 'FAILED', error: 'OSError: [Errno 28] No space left on device' }),
    ],
  },
  listJobEvents: {
    items: [
      anEvent(1, { kind: 'STARTED', message: 'Started processing.' }),
      anEvent(2, { message: 'Downloading file.' }),
      anEvent(3, { attempt: 2, kind: 'ERROR', message: 'OSError: [Errno 28] No space left on device' }),
    ].map((event) => ({ ...event, job_id: failed.id })),
    next: null,
    archived: false,
  },
});

export const Empty = example(tab, { fileExtractions: { extractors: [] } });

const ofFile = (number: number): Partial<Job> => ({
  id: `01a20f3e-7d41-7c02-9a51-0000000ee${String(number).padStart(3, '0')}`,
  resource: { type: 'file', id: `f${number}`, name: `leaf-${number}.csv` },
  submitted_at: at(number * 1_000),
});

export const OfDataset = example(datasetTab, {
  datasetExtractions: {
    extractors: [
      {
        ...group(aJob.failed(ofFile(2)), aJob.done(ofFile(1))),
        jobs_total: 5_000,
        states: { SUCCEEDED: 4_999, FAILED: 1 },
        next: '01a20f3e-7d41-7c02-9a51-0000000ee001',
      },
      group(
        aJob.running({
          id: '01a20f3e-7d41-7c02-9a51-0000000ff001',
          extractor: 'ncsa.report',
          resource: { type: 'dataset', id: 'd1', name: 'Leaves' },
          cause: { type: 'file', id: 'f2', name: `${'a-long-name-'.repeat(20)}.csv` },
        }),
      ),
    ],
  },
});

export const EmptyDataset = example(datasetTab, { datasetExtractions: { extractors: [] } });

export const Loading = example(tab, { fileExtractions: PENDING });

export const Failed = example(tab, {
  fileExtractions: new Refusal(503, 'unavailable', 'The database does not answer.'),
});
