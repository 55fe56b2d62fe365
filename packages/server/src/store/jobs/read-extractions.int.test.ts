import { v4 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cancelJob } from '../../jobs/cancel.ts';
import { ANA, aReport, createJobsBench, type JobsBench, wanted } from '../../jobs/jobs.builder.ts';
import { readExtractions } from './read-extractions.ts';

let bench: JobsBench;
beforeAll(async () => {
  bench = await createJobsBench(['word-count', 'image-preview']);
});
afterAll(() => bench.close());

const addDataset = async (): Promise<string> => {
  const id = v4();
  await bench.db
    .insertInto('datasets')
    .values({ id, name: 'soil', created_at: new Date(0) })
    .execute();
  return id;
};

const addFile = async (): Promise<{ id: string; datasetId: string }> => {
  const [id, datasetId] = [v4(), await addDataset()];
  const bytes = { size_bytes: 0, sha256: '0'.repeat(64), mime: 'text/plain', blob_key: id };
  await bench.db
    .insertInto('files')
    .values({ id, dataset_id: datasetId, name: 'soil.csv', ...bytes, created_at: new Date(0) })
    .execute();
  return { id, datasetId };
};

test('the jobs of a file are grouped by extractor', async () => {
  const file = await addFile();
  const resource = { ...wanted().resource, id: file.id };
  const submit = (extractor: string) => {
    bench.pass(1);
    return bench.submit({ resource, extractor });
  };
  const done = await submit('word-count');
  await (await bench.claim()).report(aReport('SUCCEEDED'));
  const waiting = [await submit('word-count'), await submit('word-count')];
  const preview = await submit('image-preview');
  await cancelJob(bench, preview, ANA);
  await bench.submit();

  const found = await readExtractions(bench.db, { type: 'file', id: file.id }, bench.now());
  expect(found?.datasetId).toBe(file.datasetId);
  const [first, second] = found?.extractors ?? [];
  expect(first).toMatchObject({ extractor: 'image-preview', total: 1, states: { CANCELLED: 1 } });
  expect(second).toMatchObject({ extractor: 'word-count', total: 3, states: { QUEUED: 2, SUCCEEDED: 1 } });
  expect(second?.jobs.map(({ job }) => job.facts.id)).toEqual([...waiting.toReversed(), done]);
  expect(second?.jobs.at(-1)).toMatchObject({
    submittedBy: ANA,
    job: { progress: { attempts: [{ number: 1, outcome: 'SUCCEEDED' }] } },
  });
});

test('a group shows its newest twenty jobs and counts all', async () => {
  const file = await addFile();
  const ids: string[] = [];
  for (let n = 0; n < 25; n += 1) {
    bench.pass(1);
    ids.push(await bench.submit({ resource: { ...wanted().resource, id: file.id } }));
  }
  const [group] =
    (await readExtractions(bench.db, { type: 'file', id: file.id }, bench.now()))?.extractors ?? [];

  expect(group?.total).toBe(25);
  expect(group?.jobs.map(({ job }) => job.facts.id)).toEqual(ids.toReversed().slice(0, 20));
  expect(group?.next).toBe(ids[5]);
});

test('a dataset includes the jobs of its files where they are asked for', async () => {
  const { id, datasetId } = await addFile();
  const submit = (over: Parameters<JobsBench['submit']>[0]) => {
    bench.pass(1);
    return bench.submit({ datasetId, ...over });
  };
  const onFile = await submit({ resource: { ...wanted().resource, id } });
  await cancelJob(bench, onFile, ANA);
  const onRemovedFile = await submit({});
  const onDataset = await submit({ resource: { ...wanted().resource, type: 'dataset', id: datasetId } });
  const preview = await submit({ extractor: 'image-preview' });
  await bench.submit();
  const read = async (includesFiles: boolean) => {
    const found = await readExtractions(
      bench.db,
      { type: 'dataset', id: datasetId, includesFiles },
      bench.now(),
    );
    return found?.extractors.map(({ extractor, states, jobs }) => [
      extractor,
      states,
      jobs.map(({ job }) => job.facts.id),
    ]);
  };

  expect(await read(true)).toEqual([
    ['image-preview', { QUEUED: 1 }, [preview]],
    ['word-count', { QUEUED: 2, CANCELLED: 1 }, [onDataset, onRemovedFile, onFile]],
  ]);
  expect(await read(false)).toEqual([['word-count', { QUEUED: 1 }, [onDataset]]]);
});

test('a group of a dataset shows its newest ten jobs, whatever their states', async () => {
  const { datasetId } = await addFile();
  const ids: string[] = [];
  for (let n = 0; n < 25; n += 1) {
    bench.pass(1);
    const id = await bench.submit({ datasetId });
    if (n % 3 === 0) await cancelJob(bench, id, ANA);
    ids.push(id);
  }
  const found = await readExtractions(
    bench.db,
    { type: 'dataset', id: datasetId, includesFiles: true },
    bench.now(),
  );

  expect(found?.extractors.map(({ total, states, next }) => ({ total, states, next }))).toEqual([
    { total: 25, states: { QUEUED: 16, CANCELLED: 9 }, next: ids[19] },
  ]);
  expect(found?.extractors[0]?.jobs.map(({ job }) => job.facts.id)).toEqual(ids.toReversed().slice(0, 6));
});

test('a resource without jobs has no groups', async () => {
  const file = await addFile();

  expect(await readExtractions(bench.db, { type: 'file', id: file.id }, bench.now())).toEqual({
    datasetId: file.datasetId,
    extractors: [],
  });
  expect(await readExtractions(bench.db, { type: 'dataset', id: file.datasetId }, bench.now())).toEqual({
    datasetId: file.datasetId,
    extractors: [],
  });
});

test('jobs of a deleted resource are still shown', async () => {
  const id = v4();
  await bench.submit({ resource: { ...wanted().resource, id } });
  const found = await readExtractions(bench.db, { type: 'file', id }, bench.now());

  expect(found).toMatchObject({ datasetId: null, extractors: [{ extractor: 'word-count', total: 1 }] });
});

test.each(['no uuid', v4()])('no resource and no job has the id %s', async (id) => {
  expect(await readExtractions(bench.db, { type: 'file', id }, bench.now())).toBeUndefined();
});
