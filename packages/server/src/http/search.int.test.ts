import type { Client, SearchHit } from '@pawprint/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { UserCaller } from '../model/caller.ts';
import { createDatasetsBench, type DatasetsBench } from './datasets/datasets.builder.ts';

let bench: DatasetsBench;
beforeAll(async () => {
  bench = await createDatasetsBench();
});
afterAll(() => bench.close());

const search = (q: string, client: Client = bench.client, limit = 5) =>
  client.call('searchEverything', { query: { q, limit } });

const nameOf = (hit: SearchHit): string => {
  if (hit.kind === 'metadata') return `${hit.hit.resource.name} ${hit.hit.values[0]?.key}`;
  return hit.kind === 'job' ? hit.id : hit.name;
};
const found = async (q: string, client?: Client) =>
  Object.fromEntries(
    (await search(q, client))?.sections.map(({ kind, hits }) => [kind, hits.map(nameOf)]) ?? [],
  );

test('a name is found in datasets, files, metadata, spaces and people, the best first', async () => {
  const meadow = await bench.createDataset('Meadow');
  await bench.createDataset('The big meadow');
  await bench.createDataset('Meadows of 2025');
  await bench.createDataset('Submeadow');
  const id = await bench.upload(meadow, 'x', 'north-meadow.txt');
  await bench.client.call('addFileMetadata', { params: { id }, body: { content: { site: 'A meadow' } } });
  await bench.client.call('createSpace', { body: { name: 'Meadow people' } });
  expect(await found('meadow')).toEqual({
    dataset: ['Meadow', 'Meadows of 2025', 'The big meadow', 'Submeadow'],
    file: ['north-meadow.txt'],
    metadata: ['north-meadow.txt site'],
    space: ['Meadow people'],
  });
  expect(await found('ana')).toMatchObject({ person: [expect.stringContaining('Ana')] });
  expect(await found('word-c')).toMatchObject({ extractor: ['word-count'] });
});

test('a description, a tag and an id say why they were found', async () => {
  const { datasetId, fileId } = await bench.createDatasetWithFile('Bog');
  const description = `${'x '.repeat(50)}sphagnum moss`;
  await bench.client.call('describeDataset', { params: { id: datasetId }, body: { description } });
  await bench.client.call('addDatasetTags', { params: { id: datasetId }, body: { tags: ['wetland'] } });
  await bench.client.call('addFileTags', { params: { id: fileId }, body: { tags: ['wetland'] } });
  const why = async (q: string) =>
    (await search(q))?.sections.flatMap(({ hits }) => hits.map((hit) => 'why' in hit && hit.why));
  expect(await why('sphagnum')).toEqual([{ field: 'description', text: `${'x '.repeat(15)}sphagnum moss` }]);
  expect(await why('Wetland')).toEqual([
    { field: 'tag', text: 'Wetland' },
    { field: 'tag', text: 'Wetland' },
  ]);
  expect(await why(datasetId)).toEqual([{ field: 'id', text: datasetId }]);
  expect(await why(fileId)).toEqual([{ field: 'id', text: fileId }]);
});

test('a job is found by its id and by its message', async () => {
  const { datasetId } = await bench.createDatasetWithFile('Jobs');
  const { caller } = await bench.startJob(datasetId);
  expect(await found(caller.jobId)).toEqual({ job: [caller.jobId] });
  expect((await found('is downloading'))['job'] ?? []).not.toContain('nothing');
});

test('metadata is searched by key and value, and says where that cannot be read', async () => {
  const { fileId } = await bench.createDatasetWithFile('Lines');
  await bench.client.call('addFileMetadata', { params: { id: fileId }, body: { content: { turns: 1_234 } } });
  expect(await found('turns>1000')).toEqual({ metadata: ['Lines turns'] });
  expect((await search('turns>1000'))?.mistake).toBe(null);
  expect((await search('turns>many'))?.mistake).toEqual({
    message: '“many” is no number. Only numbers can be compared with “>”.',
    start: 6,
    end: 10,
  });
});

test('a section says that there is more than it shows', async () => {
  for (let index = 0; index < 7; index += 1) await bench.createDataset(`Plot ${index}`);
  expect((await search('plot'))?.sections).toMatchObject([
    { kind: 'dataset', hits: { length: 5 }, more: true },
  ]);
  expect((await search('plot', bench.client, 7))?.sections).toMatchObject([{ more: false }]);
});

test('nobody finds what they do not see', async () => {
  const { datasetId, fileId } = await bench.createDatasetWithFile('Secret orchid');
  await bench.client.call('addFileMetadata', {
    params: { id: fileId },
    body: { content: { orchid: 'secret' } },
  });
  const { caller } = await bench.startJob(datasetId);
  const other: UserCaller = { kind: 'user', id: 'bo', name: 'Bo', email: 'bo@example.org', role: 'user' };
  const stranger = bench.as(other);
  for (const q of ['orchid', 'secret', 'orchid:secret', 'orchid:*', datasetId, fileId, caller.jobId])
    expect(await found(q, stranger)).toEqual({});
  expect(Object.keys(await found('orchid'))).toContain('file');
});

test.each(['%', '_', '\\', '"', "'", '\u0000', '*', 'İ', '(', '[', '.', '😀', 'a'.repeat(300), '💥:"'])(
  'a search for %j is answered',
  async (q) => {
    expect(await search(q)).toMatchObject({ sections: expect.any(Array) });
  },
);
