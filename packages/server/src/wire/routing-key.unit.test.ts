import { expect, test } from 'vitest';
import type { JobFacts } from '../model/job.ts';
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
  chain: [],
  priority: 0,
  dataChange: null,
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
  [
    'pawprint.dataset.file.added',
    facts({ trigger: 'dataset', resource: dataset, dataChange: { operation: 'file.added' } }),
  ],
  [
    'pawprint.dataset.file.removed',
    facts({ trigger: 'dataset', resource: dataset, dataChange: { operation: 'file.removed' } }),
  ],
  [
    'pawprint.dataset.files.added',
    facts({ trigger: 'resubmit', resource: dataset, dataChange: { operation: 'files.added' } }),
  ],
  [
    'pawprint.metadata.added.file',
    facts({ trigger: 'metadata', dataChange: { operation: 'added.file', metadataId: 'm1' } }),
  ],
  [
    'pawprint.metadata.removed.dataset',
    facts({
      trigger: 'metadata',
      resource: dataset,
      dataChange: { operation: 'removed.dataset', metadataId: null },
    }),
  ],
  ['extractors.ncsa.wordcount', facts({ trigger: 'manual' })],
  ['extractors.ncsa.wordcount', facts({ trigger: 'resubmit' })],
])('%s', (key, job) => {
  expect(routingKey(job)).toBe(key);
});

test('an extractor name with .file. or .dataset. does not change the subject', () => {
  const manual = (extractor: string, resource: JobFacts['resource']) =>
    routingKey(facts({ extractor, resource, trigger: 'manual' }));
  const { resource: file } = facts({});
  expect(manual('ncsa.file.digest', file)).toBe('extractors.ncsa.file.digest');
  expect(manual('ncsa.file.digest', dataset)).toBe('pawprint.dataset.submitted');
  expect(manual('ncsa.dataset.sum', dataset)).toBe('extractors.ncsa.dataset.sum');
  expect(manual('ncsa.dataset.sum', file)).toBe('pawprint.file.application.vnd_ms-excel');
});

test('the key of a private extractor has its own name', () => {
  const job = facts({ extractor: 'private.k1.ncsa.wordcount', trigger: 'manual' });
  expect(routingKey(job, 'ncsa.wordcount')).toBe('extractors.ncsa.wordcount');
});
