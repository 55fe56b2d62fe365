import type { ExtractorRun } from '@pawprint/protocol';
import { aRun } from '../../extractors/statistics/builders.ts';
import { example } from '../../gallery/example.tsx';
import { PENDING, Refusal } from '../../gallery/fake-api.ts';
import { at } from '../../jobs/builders.ts';
import { TimelineTab } from './timeline-tab.tsx';

const OUTCOMES = ['SUCCEEDED', 'SUCCEEDED', 'FAILED', 'SUCCEEDED', 'LOST'] as const;

/** Forty jobs that were submitted at once, and run one after the other on three instances. */
const runs: ExtractorRun[] = Array.from({ length: 40 }, (_, n) => {
  const outcome = OUTCOMES[n % OUTCOMES.length] ?? 'SUCCEEDED';
  const start = 20_000 + Math.floor(n / 3) * 45_000;
  return aRun({
    id: `01a20f3e-7d41-7c02-9a51-7fe0c3ab61${String(n).padStart(2, '0')}`,
    extractor: n % 3 === 0 ? 'rig.slow' : 'ncsa.wordcount',
    state: outcome,
    submitted_at: at(0),
    finished_at: at(start + 30_000),
    attempts: [
      {
        number: 1,
        outcome,
        started_at: at(start),
        ended_at: at(start + 20_000 + (n % 7) * 3_000),
        instance_id: `01a20f3e-7d41-7c02-9a51-0000000000${n % 3}1`,
      },
    ],
  });
});

const waiting = aRun({
  id: 'j-waiting',
  state: 'QUEUED',
  submitted_at: at(400_000),
  finished_at: null,
  attempts: [],
});

const all = { since: at(0), until: at(680_000), items: [waiting, ...runs], is_all: true };

export const WithJobs = example(<TimelineTab datasetId="d1" />, { listDatasetRuns: all });

export const Sampled = example(<TimelineTab datasetId="d1" since={at(100_000)} until={at(300_000)} />, {
  listDatasetRuns: { ...all, since: at(100_000), until: at(300_000), is_all: false },
});

export const Empty = example(<TimelineTab datasetId="d1" />, {
  listDatasetRuns: { since: at(0), until: at(0), items: [], is_all: true },
});

export const Loading = example(<TimelineTab datasetId="d1" />, { listDatasetRuns: PENDING });

export const Failed = example(<TimelineTab datasetId="d1" />, {
  listDatasetRuns: new Refusal(500, 'internal', 'The database does not answer.'),
});
