import { example } from '../../gallery/example.tsx';
import { PENDING, Refusal } from '../../gallery/fake-api.ts';
import { aJob, anAttempt, anEvent } from '../builders.ts';
import { CompareView } from './compare-view.tsx';

const job = aJob.failed({ attempt_count: 2, parameters: { depth: 10, format: 'pdf' } });

export const OTHER = '01a20f3e-7d41-7c02-9a51-00000000cc02';

const SAME = Array.from({ length: 30 }, (_, n) => `Read page ${n + 1} of 30.`);
const LOGS = {
  1: ['Started processing.', ...SAME, 'page 12 is empty', 'out of memory\n  at page 12', 'Failed.'],
  2: ['Started processing.', ...SAME, 'page 12 is empty', 'Wrote 30 pages.'],
};

const logOf = (attempt: number) =>
  LOGS[attempt === 2 ? 2 : 1].map((message, n) =>
    anEvent(n + 1 + attempt * 100, { job_id: job.id, attempt, number: n + 1, message }),
  );

const aPreview = (attempt: number, digit: string) => ({
  kind: 'preview' as const,
  id: `p${attempt}`,
  name: 'Depth profile',
  mime: 'image/png',
  size_bytes: 84_000,
  sha256: digit.repeat(64),
  resource: null,
  attempt,
  instance_id: null,
  extractor_version: null,
  extractor_version_candidates: [],
  is_superseded: false,
  created_at: job.submitted_at,
});

const answers = {
  showJob: {
    ...job,
    clock: null,
    attempts: [
      anAttempt(1, { outcome: 'FAILED' as const, error: 'out of memory', extractor_version: '1.9' }),
      anAttempt(2, { run_ms: 2_400 }),
    ],
  },
  listJobEvents: (query: URLSearchParams) => ({
    items: logOf(Number(query.get('attempt') ?? 1)),
    next: null,
    archived: false,
  }),
  listJobOutputs: { items: [aPreview(1, 'a'), aPreview(2, 'b')] },
  listFileMetadata: [],
};

const attempt = (number: number) => ({ id: job.id, attempt: number });

export const TwoAttempts = example(<CompareView left={attempt(1)} right={attempt(2)} />, answers);

export const OneChosen = example(<CompareView left={{ id: job.id, attempt: null }} />, {
  ...answers,
  listJobs: { items: [job, aJob.done({ id: OTHER, extractor_version: '2.0' })], next: null },
});

export const NothingChosen = example(<CompareView />);

export const Loading = example(<CompareView left={attempt(1)} right={attempt(2)} />, {
  ...answers,
  showJob: PENDING,
});

export const Failed = example(<CompareView left={attempt(1)} right={attempt(2)} />, {
  ...answers,
  showJob: new Refusal(503, 'unavailable', 'The database does not answer.'),
});
