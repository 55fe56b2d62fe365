import type { NewApiKey } from '@pawprint/protocol';
import { aDatasetFile } from '../../files/builders.ts';
import { example } from '../../gallery/example.tsx';
import { Refusal } from '../../gallery/fake-api.ts';
import { aJob, anEvent, anExtractor, at } from '../../jobs/builders.ts';
import { type Draft, FirstExtractor } from './first-extractor.tsx';
import { HearStep } from './hear-step.tsx';
import { KeyStep } from './key-step.tsx';
import { TrialJob } from './trial-job.tsx';

const nothing = (): void => undefined;

const NAME = 'ana.line-count';
const FILES = [
  aDatasetFile('p1', { filename: 'core.png', contentType: 'image/png' }),
  aDatasetFile('f1', { filename: 'plot-07-soil-cores.txt' }),
  aDatasetFile('f2', { filename: 'notes.txt', uploaded_by: { id: 'u2', name: 'Ben Okri' } }),
];

const page = (over: Partial<Draft> = {}) => (
  <FirstExtractor draft={{ tab: 'shell', name: NAME, wants: 'text/*', ...over }} onDraft={nothing} />
);

const made: NewApiKey = {
  id: 'k1',
  name: `Extractor ${NAME}, 2026-11-24 12:54:00`,
  start: 'pp_7f3a',
  scopes: ['write'],
  created_at: at(0),
  expires_at: at(90 * 86_400_000),
  last_used_at: null,
  key: 'pp_7f3a51c09e2b4d6688aa',
};

export const Empty = example(page(), { listFiles: [], createKey: made });

export const Python = example(page({ tab: 'python' }), { listFiles: FILES });

export const TypeScript = example(page({ tab: 'typescript' }), {
  listFiles: FILES,
});

const running = anExtractor({ name: NAME, version: '1.0.0' });

export const Heard = example(page(), {
  listExtractors: [running],
  listFiles: FILES,
  submitFileExtraction: { status: 'OK', job_id: 'j1', jobs: [{ extractor: NAME, job_id: 'j1' }] },
});

export const WrongName = example(page({ name: 'line count' }));

export const NameOfAPage = example(page({ name: 'new' }));

export const WrongTypes = example(page({ wants: 'text/*, png' }));

export const KeyMade = example(<KeyStep name={NAME} made={made} onMade={nothing} />);

const hear = (extractor: Parameters<typeof HearStep>[0]['extractor'], isLate = false) => (
  <HearStep name={NAME} extractor={extractor} error={null} isLate={isLate} />
);

export const NotHeardForLong = example(hear(null, true));

export const NotRunning = example(
  hear({ ...running, instances: { live: 0, late: 0, stopped: 1, gone: 0 } }, true),
);

export const WaitsForApproval = example(hear({ ...running, enabled: false, waits_for_approval: true }));

export const SwitchedOff = example(hear({ ...running, enabled: false }));

const job = { id: 'j1', extractor: NAME };
const log = [
  anEvent(1, { kind: 'SUBMITTED', message: 'Submitted by Ana Ruiz' }),
  anEvent(2, { kind: 'STARTED', message: 'Downloading.' }),
  anEvent(3, { kind: 'PROGRESS', message: 'Counting.', progress: 0.5 }),
];
const trial = (state: ReturnType<typeof aJob.done>, events = log) =>
  example(<TrialJob id="j1" />, {
    showJob: { ...state, attempts: [], clock: null },
    listJobEvents: { items: events, next: null, archived: false },
  });

export const TrialRunning = trial(aJob.running(job));

export const TrialDone = trial(
  aJob.done({ ...job, latest: { kind: 'SUCCEEDED', message: '31 lines', at: at(5500) } }),
  [...log, anEvent(4, { kind: 'SUCCEEDED', message: '31 lines' })],
);

export const TrialFailed = trial(aJob.failed(job), [
  ...log,
  anEvent(4, { kind: 'ERROR', message: 'no such table', level: 'error' }),
]);

export const TrialNotFound = example(<TrialJob id="j1" />, {
  showJob: new Refusal(404, 'job_not_found', 'There is no such job.'),
  listJobEvents: new Refusal(404, 'job_not_found', 'There is no such job.'),
});
