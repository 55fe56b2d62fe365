import { ExtractorMessage } from '@pawprint/protocol';
import { expect, test } from 'vitest';
import { attemptOf, jobOfMessage } from './job-of-message.ts';
import { clowderMessage } from './message.builder.ts';

const FIRST = { redelivered: false, correlationId: 'c-1' };
const jobFor = (given: Readonly<Record<string, unknown>>, delivery = FIRST) =>
  jobOfMessage(ExtractorMessage.parse(clowderMessage(given)), delivery);
const datasetRef = { id: { resourceType: "'dataset", id: 'dataset-1' }, extra: { datasetname: 'Soil' } };

test("an upload's message describes its file", () => {
  expect(jobFor({})).toEqual({
    id: '5fc8f00000000000000000ab',
    attempt: 1,
    resource: { type: 'file', id: 'file-1', name: 'input.txt' },
    datasetId: 'dataset-1',
    filename: 'input.txt',
    mimeType: 'text/plain',
    sizeBytes: 9,
    parameters: {},
    trigger: 'upload',
  });
});

test('a message with nothing but an id and an address is a job about a file of which little is known', () => {
  const message = ExtractorMessage.parse({ id: 'file-1', host: 'http://h' });
  expect(jobOfMessage(message, { redelivered: false, correlationId: undefined })).toMatchObject({
    id: 'file-1',
    resource: { type: 'file', id: 'file-1', name: 'file-1' },
    datasetId: null,
    filename: null,
    mimeType: null,
    sizeBytes: null,
  });
});

test('a message that names no job is named by its correlation id', () => {
  expect(jobFor({ jobid: undefined }).id).toBe('c-1');
  expect(jobFor({ jobid: '', job_id: 'j-2' }).id).toBe('j-2');
});

test('what happened to a file of a dataset is about the dataset', () => {
  const job = jobFor({ routing_key: 'clowder.dataset.file.added', target: datasetRef });
  expect(job).toMatchObject({
    resource: { type: 'dataset', id: 'dataset-1', name: 'Soil' },
    filename: null,
    sizeBytes: null,
    trigger: 'dataset',
  });
});

test('a manual submission with two equal ids is about the dataset', () => {
  const key = 'extractors.acme.file.digest';
  expect(jobFor({ routing_key: key }).resource.type).toBe('file');
  const ofDataset = { routing_key: key, id: 'dataset-1', datasetname: 'Soil', parameters: '{"deep":true}' };
  expect(jobFor(ofDataset)).toMatchObject({
    resource: { type: 'dataset', id: 'dataset-1', name: 'Soil' },
    parameters: { deep: true },
    trigger: 'manual',
  });
});

test('a manual submission is recognised under another routing key, too', () => {
  const action = 'manual-submission';
  const ofDataset = { action, routing_key: 'pawprint.dataset.submitted', id: 'dataset-1' };
  expect(jobFor(ofDataset)).toMatchObject({ resource: { type: 'dataset' }, trigger: 'manual' });
  const ofFile = { action, routing_key: 'pawprint.file.text.plain' };
  expect(jobFor(ofFile)).toMatchObject({ resource: { type: 'file' }, trigger: 'manual' });
});

test('metadata are about what they are attached to, whose size Clowder v1 did not look at', () => {
  const metadata = {
    routing_key: 'clowder.metadata.added.file',
    resourceType: "'file",
    resourceId: 'file-1',
    fileSize: '0',
    filename: undefined,
    source: { id: { resourceType: "'metadata", id: 'm-1' }, extra: {} },
    target: {
      id: { resourceType: "'file", id: 'file-1' },
      mimeType: 'text/csv',
      extra: { filename: 'a.csv' },
    },
  };
  expect(jobFor(metadata)).toMatchObject({
    resource: { type: 'file', id: 'file-1', name: 'a.csv' },
    mimeType: 'text/csv',
    sizeBytes: null,
    trigger: 'metadata',
  });
});

test('an empty file has no bytes, and that is known', () => {
  expect(jobFor({ fileSize: '0' }).sizeBytes).toBe(0);
});

test('attempts are counted from where the server was, and not named where nobody can know', () => {
  const numberOf = (given: object, redelivered = false) =>
    attemptOf(ExtractorMessage.parse(clowderMessage({ ...given })), { ...FIRST, redelivered });
  expect(numberOf({ attempt: 2 })).toBe(2);
  expect(numberOf({ attempt: 2, retry_count: 3 })).toBe(5);
  expect(numberOf({ attempt: 2 }, true)).toBeUndefined();
  expect(numberOf({ retry_count: 3 })).toBeUndefined();
  expect(jobFor({ attempt: 2, retry_count: 1 }, { ...FIRST, redelivered: true }).attempt).toBe(4);
});
