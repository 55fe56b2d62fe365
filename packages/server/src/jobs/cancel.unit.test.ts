import { expect, test } from 'vitest';
import type { JobFacts } from '../model/job.ts';
import { isNamedBy, type NamedJob } from './cancel.ts';

const facts: JobFacts = {
  id: 'j1',
  extractor: 'private.k1.counter',
  resource: { type: 'file', id: 'f1', name: 'soil.csv', sizeBytes: 12, mime: 'text/csv' },
  datasetId: 'd1',
  cause: null,
  trigger: 'upload',
  submittedBy: 'ana',
  parameters: {},
  resubmitOf: null,
  chain: [],
  priority: 0,
  dataChange: null,
};
const { type, id } = facts.resource;

test.each<[string, Partial<NamedJob>, string | undefined, boolean]>([
  ['its resource and its extractor', {}, undefined, true],
  ['its resource in upper case', { resource: { type, id: id.toUpperCase() } }, undefined, true],
  ['the own name of its extractor', { extractor: 'counter' }, 'private.k1.counter', true],
  ['a name of no extractor', { extractor: 'counter' }, undefined, false],
  ['another extractor', { extractor: 'pictures' }, 'pictures', false],
  ['another resource', { resource: { type, id: 'f2' } }, undefined, false],
  ['a dataset instead of the file', { resource: { type: 'dataset', id } }, undefined, false],
])('a job and %s', (_, also, registeredName, matches) => {
  const named = { id: facts.id, resource: { type, id }, extractor: facts.extractor, ...also };
  expect(isNamedBy(facts, named, registeredName)).toBe(matches);
});
