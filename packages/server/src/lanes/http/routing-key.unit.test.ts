import { expect, test } from 'vitest';
import type { JobFacts } from '../../tracking/tracked-job.ts';
import { routingKey } from './routing-key.ts';

const facts = (also: Partial<JobFacts>): JobFacts => ({
  id: 'j1',
  extractor: 'ncsa.wordcount',
  resource: { type: 'file', id: 'f1', name: 'soil.xls', sizeBytes: 1, mime: 'application/vnd.ms-excel' },
  datasetId: 'd1',
  cause: null,
  trigger: 'upload',
  submittedBy: null,
  parameters: {},
  resubmitOf: null,
  priority: 0,
  ...also,
});
const dataset: JobFacts['resource'] = {
  type: 'dataset',
  id: 'd1',
  name: 'soil',
  sizeBytes: null,
  mime: null,
};

test.each([
  ['pawprint.file.application.vnd_ms-excel', facts({})],
  ['pawprint.file.application.octet-stream', facts({ resource: { ...facts({}).resource, mime: null } })],
  ['pawprint.dataset.file.added', facts({ trigger: 'dataset', resource: dataset })],
  ['pawprint.metadata.added.file', facts({ trigger: 'metadata' })],
  ['pawprint.metadata.added.dataset', facts({ trigger: 'metadata', resource: dataset })],
  ['extractors.ncsa.wordcount', facts({ trigger: 'manual' })],
  ['extractors.ncsa.wordcount', facts({ trigger: 'resubmit' })],
])('%s', (key, job) => {
  expect(routingKey(job)).toBe(key);
});
