import { v4 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ClowderBench, createClowderBench, refusalOf } from '../clowder-v1/clowder.builder.ts';

let bench: ClowderBench;
beforeAll(async () => {
  bench = await createClowderBench();
  await bench.addExtractor('texts');
});
afterAll(() => bench.close());

const create = (body: object, client = bench.admin) =>
  client.call('createExtractorLabel', { body: body as { name: string } });
const list = () => bench.ben.call('listExtractorLabels', {});

test('a label is made, changed and deleted', async () => {
  const made = await create({ name: ' Words ', extractors: ['word-count', 'texts', 'texts'] });
  const id = made?.id ?? '';
  expect(made).toEqual({
    id: expect.any(String),
    name: 'Words',
    category: null,
    extractors: ['texts', 'word-count'],
  });
  expect(await list()).toEqual([made]);
  const changed = await bench.admin.call('updateExtractorLabel', {
    params: { id },
    body: { name: 'Words', category: 'Language', extractors: ['texts'] },
  });
  expect(changed).toEqual({ id, name: 'Words', category: 'Language', extractors: ['texts'] });
  expect(await list()).toEqual([changed]);
  expect(await bench.admin.call('deleteExtractorLabel', { params: { id } })).toEqual(changed);
  expect(await list()).toEqual([]);
});

test('labels are sorted by name', async () => {
  for (const name of ['b', 'c', 'a']) await create({ name });
  expect((await list())?.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
});

test('an invalid label is refused, and nothing changes', async () => {
  const taken = await create({ name: 'taken', extractors: ['texts'] });
  const other = await create({ name: 'other' });
  const before = await list();
  const update = (id: string, body: object, client = bench.admin) =>
    client.call('updateExtractorLabel', { params: { id }, body: body as { name: string } });
  const refusals = [
    [() => create({ name: '  ' }), '400 bad_request'],
    [() => create({ name: 'taken' }), '409 conflict'],
    [() => create({ name: 'new', extractors: ['unknown'] }), '404 extractor_not_found'],
    [() => create({ name: 'new' }, bench.ana), '403 forbidden'],
    [() => update(other?.id ?? '', { name: 'taken' }), '409 conflict'],
    [() => update(taken?.id ?? '', { name: 'taken', extractors: ['unknown'] }), '404 extractor_not_found'],
    [() => update(taken?.id ?? '', { name: 'x' }, bench.ana), '403 forbidden'],
    [() => update(v4(), { name: 'x' }), '404 not_found'],
    [() => update('no-id', { name: 'x' }), '404 not_found'],
    [() => bench.admin.call('deleteExtractorLabel', { params: { id: v4() } }), '404 not_found'],
    [() => bench.ana.call('deleteExtractorLabel', { params: { id: taken?.id ?? '' } }), '403 forbidden'],
  ] as const;
  for (const [call, refusal] of refusals) expect(await refusalOf(call())).toBe(refusal);
  expect(await list()).toEqual(before);
});

test('of two equal labels created at once, one is refused', async () => {
  const outcomes = await Promise.all([1, 2].map(async () => refusalOf(create({ name: 'race' }))));
  expect(outcomes.filter((outcome) => outcome === '409 conflict')).toHaveLength(1);
});
