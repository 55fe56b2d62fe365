import type { ApiKey } from '@pawprint/protocol';
import { example } from '../gallery/example.tsx';
import { aJob, at } from '../jobs/builders.ts';
import { FirstSteps } from './first-steps.tsx';

const nothing = (): void => undefined;

const dataset = { id: 'd1', name: 'Prairie soil cores', files: 0, changed_at: at(0), states: {} };
const job = { job: aJob.done(), receivedAt: 0 };

const aKey = (over: Partial<ApiKey> = {}): ApiKey => ({
  id: 'k1',
  name: 'Extractor ana.line-count, 2026-11-24 12:54:00',
  start: 'pp_7f3a',
  scopes: ['write'],
  created_at: at(0),
  expires_at: null,
  last_used_at: null,
  ...over,
});

export const NothingDone = example(<FirstSteps datasets={[]} jobs={[]} onCreate={nothing} />, {
  listKeys: { keys: [] },
});

export const DatasetCreated = example(<FirstSteps datasets={[dataset]} jobs={[]} onCreate={nothing} />, {
  listKeys: { keys: [] },
});

export const JobsWatched = example(
  <FirstSteps datasets={[{ ...dataset, files: 2 }]} jobs={[job]} onCreate={nothing} />,
  { listKeys: { keys: [aKey()] } },
);

export const AllDone = example(
  <FirstSteps datasets={[{ ...dataset, files: 2 }]} jobs={[job]} onCreate={nothing} />,
  { listKeys: { keys: [aKey({ last_used_at: at(0) })] } },
);
