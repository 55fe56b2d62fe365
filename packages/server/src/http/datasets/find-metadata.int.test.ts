import type { MetadataHit } from '@pawprint/protocol';
import { queryRows } from '@pawprint/testing/postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { setVersionSuperseded } from '../../extractors/supersede-version.ts';
import { ANA, WORD_COUNT } from '../../jobs/jobs.builder.ts';
import type { UserCaller } from '../../model/caller.ts';
import { writeOlderValues } from '../../store/datasets/metadata-values.ts';
import { writeExtractorVersion } from '../../store/extractors/versions.ts';
import { createDatasetsBench, type DatasetsBench } from './datasets.builder.ts';

const ana: UserCaller = { kind: 'user', ...ANA, email: 'ana@example.org', role: 'user' };

const NO_PROCESS = { file: [], dataset: [], metadata: [] };

let bench: DatasetsBench;
let datasetId: string;
beforeAll(async () => {
  bench = await createDatasetsBench();
});
beforeEach(async () => {
  datasetId = await bench.createDataset();
});
afterAll(() => bench.close());

/** A file of the dataset of this test with a document about it. */
const fileWith = async (name: string, ...contents: Record<string, unknown>[]): Promise<string> => {
  const id = await bench.upload(datasetId, name, name);
  for (const content of contents)
    await bench.client.call('addFileMetadata', { params: { id }, body: { content } });
  return id;
};
const find = async (q: string, more: { limit?: number; cursor?: string } = {}) =>
  bench.client.call('findMetadata', { query: { q, dataset: datasetId, ...more } });
const namesOf = (items: readonly MetadataHit[] = []) => items.map(({ resource }) => resource.name);
const found = async (q: string) => namesOf((await find(q))?.items);

describe('metadata is found', () => {
  test('by a number, that with the largest or smallest first', async () => {
    await fileWith('short.txt', { lines: 10 });
    await fileWith('long.txt', { lines: 4_000 });
    await fileWith('middle.txt', { text: { lines: '1200' } });
    expect(await found('lines>10')).toEqual(['long.txt', 'middle.txt']);
    expect(await found('lines<=1200')).toEqual(['short.txt', 'middle.txt']);
    expect(await found('text.lines>=0')).toEqual(['middle.txt']);
    expect(await found('lines:10')).toEqual(['short.txt']);
  });

  test('by a text in upper or lower case, with the end of a key', async () => {
    await fileWith('a.jpg', { exif: { Model: 'X-T5' } });
    await fileWith('b.jpg', { exif: { Model: 'X-T30 II' }, other: { model: 'x-t5' } });
    await fileWith('c.jpg', { model: 'X100%' });
    expect(await found('exif.Model:"x-t5"')).toEqual(['a.jpg']);
    expect(await found('model:X-T5')).toEqual(['b.jpg', 'a.jpg']);
    expect(await found('MODEL:x*')).toEqual(['b.jpg', 'a.jpg', 'c.jpg']);
    expect(await found('model:"X100%"')).toEqual(['c.jpg']);
    expect(await found('model:"X1__%"')).toEqual([]);
    expect(await found('model:*')).toHaveLength(3);
  });

  test('by several values of one file, in whichever documents', async () => {
    await fileWith('both.txt', { lines: 5 }, { site: 'North meadow' });
    await fileWith('one.txt', { lines: 5 });
    expect(await found('lines=5 meadow')).toEqual(['both.txt']);
    expect(await found('meadow lines=6')).toEqual([]);
    expect((await find('lines=5 meadow'))?.items[0]?.values).toEqual([
      { key: 'lines', value: '5', number: 5 },
      { key: 'site', value: 'North meadow', number: null },
    ]);
  });

  test('by the items of a list, each file once', async () => {
    await fileWith('list.txt', { species: [{ name: 'oak' }, { name: 'red oak' }] });
    expect(await found('oak')).toEqual(['list.txt']);
    expect(await found('species.name:oak')).toEqual(['list.txt']);
  });

  test('of a dataset itself', async () => {
    const body = { content: { licence: 'CC-BY-4.0' } };
    await bench.client.call('addDatasetMetadata', { params: { id: datasetId }, body });
    expect((await find('licence:CC-BY*'))?.items).toMatchObject([
      { resource: { type: 'dataset', id: datasetId }, dataset: { id: datasetId }, extractor: null },
    ]);
  });

  test('only as the latest job of an extractor wrote it', async () => {
    const id = await bench.upload(datasetId, 'again', 'again.txt');
    const write = async (lines: number) => {
      const { client } = await bench.startJob(datasetId);
      await client.call('addFileMetadata', { params: { id }, body: { content: { lines } } });
    };
    await write(1);
    expect(await found('lines=1')).toEqual(['again.txt']);
    await write(2);
    expect([await found('lines=1'), await found('lines=2')]).toEqual([[], ['again.txt']]);
    await bench.client.call('removeFileMetadata', { params: { id }, query: {} });
    expect(await found('lines=2')).toEqual([]);
  });

  test('as a version that is not superseded wrote it, and again as the superseded one did when the mark is taken back', async () => {
    const id = await bench.upload(datasetId, 'versions', 'versions.txt');
    const write = async (extractorVersion: string, lines: number) => {
      const { caller } = await bench.startJob(datasetId);
      const client = bench.as({ ...caller, extractorVersion });
      await client.call('addFileMetadata', { params: { id }, body: { content: { lines } } });
    };
    const { db, now } = bench.jobs;
    const facts = { name: WORD_COUNT, owner: null, process: NO_PROCESS, info: {} };
    for (const version of ['1.8', '1.9'])
      await db.transaction().execute((trx) => writeExtractorVersion(trx, { ...facts, version }, now()));
    const marked = (superseded: boolean) =>
      setVersionSuperseded({ db, now }, ana, {
        name: WORD_COUNT,
        version: '1.9',
        superseded,
        reason: null,
      });
    const lines = async () => {
      const column = ['lines'];
      const query = { q: '', column };
      const rows = (await bench.client.call('showMetadataTable', { params: { id: datasetId }, query }))?.rows;
      return [await found('lines=1'), await found('lines=2'), rows?.map(({ values }) => values['lines'])];
    };
    await write('1.8', 1);
    await write('1.9', 2);
    expect(await lines()).toEqual([[], ['versions.txt'], [['2']]]);
    await marked(true);
    expect(await lines()).toEqual([['versions.txt'], [], [['1']]]);
    const listed = await bench.client.call('listFileMetadata', { params: { id } });
    expect(listed?.map((document) => document.is_superseded)).toEqual([true, false]);
    await marked(false);
    expect(await lines()).toEqual([[], ['versions.txt'], [['2']]]);
  });

  test('in pages that together have all of it', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    for (const [index, name] of names.entries())
      await fileWith(name, { depth: Math.floor(index / 2), kind: `k${index}`, unit: 'cm' });
    for (const q of ['depth>=0', 'depth<9', 'kind:k*', 'unit:cm', 'cm']) {
      const pages: string[][] = [];
      for (let cursor: string | null | undefined = ''; cursor !== null && cursor !== undefined; ) {
        const page = await find(q, { limit: 2, ...(cursor && { cursor }) });
        pages.push(namesOf(page?.items));
        cursor = page?.next;
      }
      expect(pages.map(({ length }) => length)).toEqual([2, 2, 1]);
      expect(pages.flat().toSorted((one, other) => one.localeCompare(other))).toEqual(names);
    }
  });

  test('where its file was moved to', async () => {
    const id = await fileWith('moved.txt', { lines: 7 });
    const to = await bench.createDataset('Elsewhere');
    await queryRows(bench.jobs.url, `update files set dataset_id = '${to}' where id = '${id}'`);
    expect(await found('lines=7')).toEqual([]);
    const elsewhere = await bench.client.call('findMetadata', { query: { q: 'lines=7', dataset: to } });
    expect(namesOf(elsewhere?.items)).toEqual(['moved.txt']);
  });
});

describe('the table of a dataset', () => {
  const table = (query: Partial<Parameters<typeof rows>[0]> = {}) =>
    rows({ column: ['lines', 'site'], ...query });
  const rows = async (query: {
    readonly column: string[];
    readonly q?: string;
    readonly sort?: string;
    readonly order?: 'asc' | 'desc';
    readonly limit?: number;
    readonly offset?: number;
  }) => bench.client.call('showMetadataTable', { params: { id: datasetId }, query });
  const order = async (query: Parameters<typeof table>[0]) =>
    (await table(query))?.rows.map(({ file }) => file.name);

  test('offers the keys of its files, those that most have first', async () => {
    await fileWith('a', { lines: 1, site: 'x' });
    await fileWith('b', { lines: 'many' });
    expect((await bench.client.call('listMetadataKeys', { params: { id: datasetId } }))?.keys).toEqual([
      { key: 'lines', files: 2, kind: 'text' },
      { key: 'site', files: 1, kind: 'text' },
    ]);
  });

  test('has the newest value of each key, and all items of a list', async () => {
    const id = await fileWith('a', { lines: 1, site: 'old' }, { site: ['North', 'South'] });
    await fileWith('b');
    expect((await table())?.rows).toEqual([
      { file: { id, name: 'a' }, values: { lines: ['1'], site: ['North', 'South'] } },
      { file: { id: expect.any(String), name: 'b' }, values: {} },
    ]);
  });

  test('is sorted by numbers as numbers, with files without the value last', async () => {
    await fileWith('none');
    await fileWith('nine', { lines: 9 });
    await fileWith('ten', { lines: 10 });
    expect(await order({ sort: 'lines' })).toEqual(['nine', 'ten', 'none']);
    expect(await order({ sort: 'lines', order: 'desc' })).toEqual(['ten', 'nine', 'none']);
    expect(await order({ order: 'desc' })).toEqual(['ten', 'none', 'nine']);
  });

  test('has only files with values that are searched for, in pages', async () => {
    for (const lines of [1, 2, 3, 4]) await fileWith(`f${lines}`, { lines });
    const page = await table({ q: 'lines>1', limit: 2 });
    expect([page?.rows.map(({ file }) => file.name), page?.next_offset]).toEqual([['f2', 'f3'], 2]);
    const last = await table({ q: 'lines>1', limit: 2, offset: 2 });
    expect([last?.rows.map(({ file }) => file.name), last?.next_offset]).toEqual([['f4'], null]);
  });

  test('is exported with all rows, and no value runs as a formula', async () => {
    for (let index = 0; index < 150; index += 1) await fileWith(`f${String(index).padStart(3, '0')}`);
    const id = await fileWith('z', { site: '=1+1', lines: 2 });
    const answer = await bench.client.fetch('exportMetadataTable', {
      params: { id: datasetId },
      query: { column: ['site', 'lines'] },
    });
    const lines = (await answer.text()).trimEnd().split('\n');
    expect([lines.length, lines[0], lines.at(-1)]).toEqual([
      152,
      '"file","file_id","site","lines"',
      `"z","${id}","'=1+1","2"`,
    ]);
    expect(answer.headers.get('content-disposition')).toContain('.csv');
  });
});

test.each([
  ['', 400],
  ['lines>', 400],
  ['"open', 400],
  [`${'a '.repeat(11)}`, 400],
  ['a\u0000b:c\u0000', 200],
  [String.raw`x:"\\%_"`, 200],
  ['lines>1e999', 400],
])('a search of metadata for %j is answered with %i', async (q, status) => {
  const path = `${bench.baseUrl}/api/metadata?${new URLSearchParams({ q })}`;
  expect((await fetch(path, { headers: bench.asAna })).status).toBe(status);
});

test('values that are no scalars, are empty or too deep are left out, and long ones are cut', async () => {
  let deep: unknown = 'bottom';
  for (let level = 0; level < 20; level += 1) deep = { deep };
  const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`k${index}`, index]));
  const id = await fileWith('odd', { none: null, empty: '', long: 'x'.repeat(500), deep, yes: true }, many);
  const valuesOf = (keys: string) =>
    queryRows(
      bench.jobs.url,
      `select key, length(value) from metadata_values where resource_id = '${id}' and key ~ '${keys}' order by key`,
    );
  expect(await valuesOf('^[a-z]+$')).toEqual([
    ['long', 200],
    ['yes', 4],
  ]);
  expect(await valuesOf('^k[0-9]+$')).toHaveLength(500);
});

test('documents from before there were values are found once upkeep has written these', async () => {
  await fileWith('older.txt', { lines: 11 });
  await queryRows(bench.jobs.url, 'delete from metadata_values');
  await queryRows(
    bench.jobs.url,
    "insert into instance_settings values ('metadata_values_below', 'ffffffff-ffff-ffff-ffff-ffffffffffff')",
  );
  await fileWith('newer.txt', { lines: 12 });
  expect(await found('lines>10')).toEqual(['newer.txt']);
  await writeOlderValues(bench.ports.db);
  expect(await found('lines>10')).toEqual(['newer.txt', 'older.txt']);
  expect(
    await queryRows(bench.jobs.url, "select from instance_settings where name = 'metadata_values_below'"),
  ).toEqual([]);
});
