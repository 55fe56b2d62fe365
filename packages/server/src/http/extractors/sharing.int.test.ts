import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { WORD_COUNT } from '../../jobs/jobs.builder.ts';
import { type ClowderBench, createClowderBench, refusalOf } from '../clowder-v1/clowder.builder.ts';

const MINE = 'private.k1.mine';

let bench: ClowderBench;
let spaceId: string;
beforeAll(async () => {
  bench = await createClowderBench();
  await bench.addExtractor('texts', { process: { file: ['text/*'] } });
  await bench.addExtractor(MINE, {
    owner: 'ben',
    info: { name: 'mine' },
    process: { file: ['text/*'] },
  });
});
beforeEach(async () => {
  await bench.jobs.db.deleteFrom('extractor_people').execute();
  await bench.jobs.db.deleteFrom('extractor_spaces').execute();
  await bench.jobs.db.deleteFrom('space_extractors').execute();
  spaceId = await createSpace();
});
afterAll(() => bench.close());

/** A space of Ana's with Ben as an editor. */
const createSpace = async (): Promise<string> => {
  const space = await bench.ana.call('createSpace', { body: { name: 'Soil' } });
  const id = space?.id ?? '';
  await bench.ana.call('setSpaceMember', { params: { id, user_id: 'ben' }, body: { role: 'editor' } });
  return id;
};

const datasetIn = async (...spaces: readonly string[]): Promise<string> => {
  const id = await bench.createDataset();
  for (const space of spaces) await bench.ana.call('shareDataset', { params: { id, space_id: space } });
  return id;
};

type Choice = 'default' | 'on' | 'off';

const turn = (extractor: string, choice: Choice, id = spaceId, client = bench.ana) =>
  client.call('setSpaceExtractor', { params: { id, name: extractor }, body: { choice } });

/** The extractors that got a job for a file that Ana uploads. */
const setOffIn = async (dataset: string): Promise<string[]> => {
  const file = await bench.upload(dataset, 'one two', 'a.txt');
  const rows = await bench.jobs.db
    .selectFrom('jobs')
    .select('extractor')
    .where('resource_id', '=', file)
    .where('extractor', '<>', WORD_COUNT)
    .orderBy('extractor')
    .execute();
  return rows.map(({ extractor }) => extractor);
};

const submit = (dataset: string, extractor: string, client = bench.ana) =>
  client.call('submitDatasetExtraction', { params: { id: dataset }, body: { extractor } });

const acts = (subject: string) =>
  bench.jobs.db
    .selectFrom('audit_log')
    .select(['act', 'user_id', 'details'])
    .where('subject', '=', subject)
    .orderBy('seq')
    .execute();

test('an extractor that a space has off gets no job on the data in it, by a change or by hand', async () => {
  const [inside, outside] = [await datasetIn(spaceId), await datasetIn()];
  expect(await setOffIn(inside)).toEqual(['texts']);
  await turn('texts', 'off');

  expect(await setOffIn(inside)).toEqual([]);
  expect(await setOffIn(outside)).toEqual(['texts']);
  expect(await refusalOf(submit(inside, 'texts'))).toBe('409 conflict');
  expect(await submit(outside, 'texts')).toMatchObject({ status: 'OK' });
  await turn('texts', 'default');
  expect(await setOffIn(inside)).toEqual(['texts']);
});

test('a space that has it on wins over one that has it off', async () => {
  const other = await createSpace();
  await turn('texts', 'off');
  const dataset = await datasetIn(spaceId, other);
  expect(await setOffIn(dataset)).toEqual([]);
  await turn('texts', 'on', other);
  expect(await setOffIn(dataset)).toEqual(['texts']);
  expect(await submit(dataset, 'texts')).toMatchObject({ status: 'OK' });
});

test('the extractors of a dataset say which a space of it has off, and are those that can be submitted to', async () => {
  const [inside, outside] = [await datasetIn(spaceId), await datasetIn()];
  await turn('texts', 'off');
  const offIn = async (id: string, client = bench.ana) => {
    const listed = (await client.call('listDatasetExtractors', { params: { id } })) ?? [];
    return new Map(listed.map((each) => [each.name, each.off_in_spaces]));
  };

  expect((await offIn(inside)).get('texts')).toBe(true);
  expect((await offIn(inside)).get(WORD_COUNT)).toBe(false);
  expect((await offIn(outside)).get('texts')).toBe(false);
  expect((await offIn(inside)).has(MINE)).toBe(false);
  expect((await offIn(inside, bench.ben)).get(MINE)).toBe(false);
  expect(await refusalOf(offIn(outside, bench.ben))).toBe('404 dataset_not_found');
});

test('a job that was submitted before is not resubmitted where its extractor is off now', async () => {
  const dataset = await datasetIn(spaceId);
  const submitted = await submit(dataset, 'texts');
  await turn('texts', 'off');
  const params = { id: submitted?.job_id ?? '' };
  expect(await refusalOf(bench.ana.call('resubmitJob', { params, body: {} }))).toBe('409 conflict');
});

test('only an admin of the space switches, and members see what is switched', async () => {
  expect(await refusalOf(turn('texts', 'off', spaceId, bench.ben))).toBe('403 forbidden');
  expect(await refusalOf(turn('unknown', 'off'))).toBe('404 extractor_not_found');
  expect(await refusalOf(turn(MINE, 'on'))).toBe('404 extractor_not_found');
  await turn('texts', 'off');
  expect(await bench.ben.call('listSpaceExtractors', { params: { id: spaceId } })).toContainEqual({
    name: 'texts',
    description: '',
    process: { file: ['text/*'], dataset: [], metadata: [] },
    is_private: false,
    enabled: true,
    choice: 'off',
  });
  expect((await acts(spaceId)).at(-1)).toEqual({
    act: 'space.set_extractor',
    user_id: 'ana',
    details: { extractor: 'texts', choice: 'off' },
  });
});

const withAna = { params: { name: MINE, user_id: 'ana' } };

test('a private extractor that is shared with somebody is seen, and gets jobs by hand only', async () => {
  const dataset = await datasetIn(spaceId);
  expect(await refusalOf(bench.ana.call('showExtractor', { params: { name: MINE } }))).toBe(
    '404 extractor_not_found',
  );
  await bench.ben.call('shareExtractorWithPerson', withAna);

  expect(await bench.ana.call('showExtractor', { params: { name: MINE } })).toMatchObject({ name: MINE });
  expect(await submit(dataset, 'mine')).toMatchObject({ status: 'OK' });
  expect(await setOffIn(dataset)).toEqual(['texts']);
  const claim = { instance_id: 'i-1', version: '1.0' };
  expect(await refusalOf(bench.ana.call('claimJob', { params: { name: MINE }, body: claim }))).toBe(
    '403 forbidden',
  );
  await bench.ben.call('unshareExtractorFromPerson', withAna);
  expect(await refusalOf(submit(dataset, MINE))).toBe('404 extractor_not_found');
  expect((await acts(MINE)).map(({ act, details }) => [act, details])).toEqual([
    ['extractor.share', { userId: 'ana' }],
    ['extractor.unshare', { userId: 'ana' }],
  ]);
});

test('shared with a space it works on the data in it once an admin of the space has it on', async () => {
  const dataset = await datasetIn(spaceId);
  await bench.ben.call('shareExtractorWithSpace', { params: { name: MINE, space_id: spaceId } });
  expect(await setOffIn(dataset)).toEqual(['texts']);
  await turn(MINE, 'on');
  expect(await setOffIn(dataset)).toEqual([MINE, 'texts']);
  await bench.ben.call('unshareExtractorFromSpace', { params: { name: MINE, space_id: spaceId } });
  expect(await setOffIn(dataset)).toEqual(['texts']);
});

test('only its owner decides who uses a private extractor, and who sees it sees with whom it is shared', async () => {
  await bench.ben.call('shareExtractorWithPerson', withAna);
  await bench.ben.call('shareExtractorWithSpace', { params: { name: MINE, space_id: spaceId } });
  expect(await refusalOf(bench.ana.call('unshareExtractorFromPerson', withAna))).toBe('403 forbidden');
  expect(await bench.ana.call('showExtractorSharing', { params: { name: MINE } })).toEqual({
    owner: { id: 'ben', name: 'Ben Okri' },
    people: [{ id: 'ana', name: 'Ana Ferreira' }],
    spaces: [{ id: spaceId, name: 'Soil' }],
    hidden_spaces: 0,
    can_share: false,
  });
  const unknown = { params: { name: MINE, user_id: 'unknown' } };
  expect(await refusalOf(bench.ben.call('shareExtractorWithPerson', unknown))).toBe('404 user_not_found');
  const all = { params: { name: 'texts', user_id: 'ana' } };
  expect(await refusalOf(bench.admin.call('shareExtractorWithPerson', all))).toBe('409 conflict');
});
