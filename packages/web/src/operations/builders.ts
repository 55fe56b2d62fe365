import type { Operation } from '@pawprint/protocol';
import { at } from '../jobs/builders.ts';

export const anOperation = (over: Partial<Operation> = {}): Operation => ({
  id: '01a20f3e-7d41-7c02-9a51-00000000ee01',
  kind: 'resubmit',
  state: 'running',
  requested_by: { id: 'u1', name: 'Ana Ruiz' },
  requested_at: at(0),
  finished_at: null,
  done: 60,
  of: 140,
  failed_count: 0,
  failed: [],
  reason: null,
  waits: null,
  extractor: 'ncsa.wordcount',
  dataset_id: null,
  ...over,
});
