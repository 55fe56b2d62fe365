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

test('a message with only an id and an address is a job about a file', () => {
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

test('without a job id the correlation id is used', () => {
  expect(jobFor({ jobid: undefined }).id).toBe('c-1');
  expect(jobFor({ jobid: '', job_id: 'j-2' }).id).toBe('j-2');
});

test('a change of a file in a dataset is a job about the dataset', () => {
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

test('a manual submission is recognised under any routing key', () => {
  const action = 'manual-submission';
  const ofDataset = { action, routing_key: 'pawprint.dataset.submitted', id: 'dataset-1' };
  expect(jobFor(ofDataset)).toMatchObject({ resource: { type: 'dataset' }, trigger: 'manual' });
  const ofFile = { action, routing_key: 'pawprint.file.text.plain' };
  expect(jobFor(ofFile)).toMatchObject({ resource: { type: 'file' }, trigger: 'manual' });
});

test('a metadata message is about its target, whose size is unknown', () => {
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

test('the size of an empty file is 0, not unknown', () => {
  expect(jobFor({ fileSize: '0' }).sizeBytes).toBe(0);
});

test("attempts continue the server's count and are unknown after a redelivery", () => {
  const numberOf = (given: object, redelivered = false) =>
    attemptOf(ExtractorMessage.parse(clowderMessage({ ...given })), { ...FIRST, redelivered });
  expect(numberOf({ attempt: 2 })).toBe(2);
  expect(numberOf({ attempt: 2, retry_count: 3 })).toBe(5);
  expect(numberOf({ attempt: 2 }, true)).toBeUndefined();
  expect(numberOf({ retry_count: 3 })).toBeUndefined();
  expect(jobFor({ attempt: 2, retry_count: 1 }, { ...FIRST, redelivered: true }).attempt).toBe(4);
});
