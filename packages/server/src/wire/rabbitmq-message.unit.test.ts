import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JobFacts } from '../model/job.ts';
import { jobMessageToJson, type MessageContext } from './rabbitmq-message.ts';

const FILE = { type: 'file', id: 'f1', name: 'soil.txt', sizeBytes: 32, mime: 'text/plain' } as const;
const DATASET = { type: 'dataset', id: 'd1', name: 'Soil 2026', sizeBytes: null, mime: null } as const;

const job = (also: Partial<JobFacts> = {}): JobFacts => ({
  id: 'j1',
  extractor: 'ncsa.wordcount',
  resource: FILE,
  datasetId: 'd1',
  cause: null,
  trigger: 'upload',
  submittedBy: 'ana',
  parameters: {},
  resubmitOf: null,
  chain: [],
  priority: 0,
  dataChange: null,
  ...also,
});
const CONTEXT: MessageContext = {
  ownName: 'ncsa.wordcount',
  attempt: 1,
  host: 'http://pawprint.test:9000',
  secretKey: 'credential',
  email: 'ana@example.org',
  metadata: null,
};
const message = (also: Partial<JobFacts> = {}, context: Partial<MessageContext> = {}) =>
  JSON.parse(Buffer.from(jobMessageToJson(job(also), { ...CONTEXT, ...context })).toString());

test('an upload has every field of Clowder v1 and its job', () => {
  expect(message()).toEqual({
    notifies: ['ana@example.org'],
    msgid: 'j1',
    id: 'f1',
    jobid: 'j1',
    job_id: 'j1',
    attempt: 1,
    intermediateId: 'f1',
    fileSize: '32',
    host: 'http://pawprint.test:9000',
    datasetId: 'd1',
    flags: '',
    secretKey: 'credential',
    routing_key: 'pawprint.file.text.plain',
    activity: 'created',
    source: {
      id: { resourceType: 'file', id: 'f1' },
      mimeType: 'text/plain',
      extra: { filename: 'soil.txt' },
    },
    target: '{}',
    filename: 'soil.txt',
    parameters: {},
  });
});

test('a manual submission of a dataset has two equal ids', () => {
  const parameters = { depth: 2 };
  expect(message({ resource: DATASET, trigger: 'manual', parameters })).toMatchObject({
    id: 'd1',
    datasetId: 'd1',
    fileSize: '0',
    routing_key: 'extractors.ncsa.wordcount',
    activity: 'submitted',
    action: 'manual-submission',
    datasetname: 'Soil 2026',
    parameters,
  });
});

test('a file added to a dataset is named beside the dataset', () => {
  const cause = { type: 'file', id: 'f1', name: 'soil.txt' } as const;
  const dataChange = { operation: 'file.added' } as const;
  expect(message({ resource: DATASET, trigger: 'dataset', cause, dataChange })).toMatchObject({
    id: 'f1',
    intermediateId: 'f1',
    datasetId: 'd1',
    filename: 'soil.txt',
    routing_key: 'pawprint.dataset.file.added',
    activity: 'added',
    source: { id: { resourceType: 'file', id: 'f1' } },
    target: { id: { resourceType: 'dataset', id: 'd1' } },
  });
});

test.each([
  ['that is there', Buffer.from('{"words":3}'), { words: 3 }],
  ['that was deleted', null, {}],
])('a message about metadata %s has all its fields', (_, stored, expected) => {
  const dataChange = { operation: 'added.file', metadataId: 'm1' } as const;
  expect(message({ trigger: 'metadata', dataChange }, { metadata: stored })).toMatchObject({
    resourceType: 'file',
    resourceId: 'f1',
    metadata: expected,
    routing_key: 'pawprint.metadata.added.file',
    activity: 'added',
    source: { id: { resourceType: 'metadata', id: 'm1' } },
  });
});

test('removed metadata has a message about its removal', () => {
  const dataChange = { operation: 'removed.file', metadataId: null } as const;
  expect(message({ trigger: 'metadata', dataChange })).toMatchObject({
    routing_key: 'pawprint.metadata.removed.file',
    activity: 'removed',
  });
});

test('a job without a person notifies no address', () => {
  expect(message({ submittedBy: null }, { email: null }).notifies).toEqual([]);
});

test('any job is a message of JSON that names its job, its resource and the server', () => {
  const text = fc.string({ unit: 'binary' });
  const parameters = fc.dictionary(text, fc.jsonValue({ maxDepth: 2 }));
  fc.assert(
    fc.property(text, fc.option(text), parameters, (name, mime, given) => {
      const body = message({ resource: { ...FILE, name, mime }, parameters: given });
      const read: unknown = JSON.parse(Buffer.from(JSON.stringify(body)).toString());
      expect(read).toMatchObject({ job_id: 'j1', jobid: 'j1', id: 'f1', host: CONTEXT.host });
    }),
  );
});
