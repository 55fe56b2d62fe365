import { v4, v7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readFailedSubjects } from '../../store/jobs/operations.ts';
import { ANA_CALLING, aReport, type TestFile, WORD_COUNT } from '../jobs.builder.ts';
import { createOperationsBench, type OperationsBench } from './operations.builder.ts';
import { type OperationPorts, runOneSliceEach } from './run-operations.ts';
import { planRemoveOutputs } from './start-operation.ts';

let bench: OperationsBench;
beforeAll(async () => {
  bench = await createOperationsBench();
});
afterAll(() => bench.close());
beforeEach(async () => {
  await bench.db.deleteFrom('operations').execute();
  await bench.db.deleteFrom('files').execute();
  await bench.db.deleteFrom('jobs').execute();
});

const ALL = { filter: { extractor: WORD_COUNT } };

/** A job that has ended, on a new file, later than all before it. */
const addEnded = async (): Promise<{ readonly id: string; readonly file: TestFile }> => {
  bench.pass(1);
  const file = await bench.addFile();
  const id = await bench.submit(file);
  const held = await bench.claim();
  await held.report(aReport('SUCCEEDED'));
  return { id, file };
};

const addMetadata = async (fileId: string, jobId: string | null): Promise<string> => {
  const id = v7();
  await bench.db
    .insertInto('metadata')
    .values({
      id,
      file_id: fileId,
      content: JSON.stringify({ lines: 3 }),
      agent: JSON.stringify({ '@type': 'extractor' }),
      extractor: jobId === null ? null : WORD_COUNT,
      job_id: jobId,
      created_at: new Date(bench.now()),
    })
    .execute();
  return id;
};

const addPreview = async (fileId: string, jobId: string): Promise<void> => {
  const id = v4();
  await bench.db
    .insertInto('previews')
    .values({
      id,
      kind: 'preview',
      file_id: fileId,
      mime: 'image/png',
      size_bytes: 84,
      sha256: 'a'.repeat(64),
      blob_key: id,
      job_id: jobId,
      created_at: new Date(bench.now()),
    })
    .execute();
};

const addTag = (fileId: string, tag: string, jobId: string | null) =>
  bench.db
    .insertInto('tags')
    .values({ id: v4(), file_id: fileId, tag, job_id: jobId, created_at: new Date(bench.now()) })
    .execute();

const plan = (choice: Parameters<typeof planRemoveOutputs>[2] = ALL, ports = bench.ports) =>
  planRemoveOutputs(ports, ANA_CALLING, choice);

test('all that jobs made is counted, then removed; what others wrote stays', async () => {
  const { id, file } = await addEnded();
  const fileId = file.resource.id;
  await addMetadata(fileId, id);
  await addPreview(fileId, id);
  await addTag(fileId, 'counted', id);
  const made = await bench.addFile({
    datasetId: file.datasetId,
    madeByJob: id,
    resource: { ...file.resource, id: v4() },
  });
  const byPerson = await addMetadata(fileId, null);
  await addTag(fileId, 'wet', null);

  const planned = await plan();
  expect(planned).toMatchObject({
    selection: { eligible: [id], outputs: { metadata: 1, previews: 1, files: 1, tags: 1 } },
  });
  const operation = await bench.start(planned);
  await bench.finish();

  expect(await bench.operation(operation)).toMatchObject({ state: 'finished', done: 1, failedCount: 0 });
  const left = {
    metadata: await bench.db.selectFrom('metadata').select('id').execute(),
    previews: await bench.db.selectFrom('previews').select('id').execute(),
    files: await bench.db.selectFrom('files').select('id').execute(),
    tags: await bench.db.selectFrom('tags').select('tag').execute(),
  };
  expect(left).toEqual({
    metadata: [{ id: byPerson }],
    previews: [],
    files: [{ id: fileId }],
    tags: [{ tag: 'wet' }],
  });
  const acts = await bench.db
    .selectFrom('audit_log')
    .select(['act', 'details'])
    .where('subject', 'in', [operation, id, made.resource.id])
    .orderBy('act')
    .execute();
  expect(acts).toMatchObject([
    { act: 'file.delete' },
    { act: 'job.remove_outputs', details: { removed: 4, metadata: 1, previews: 1, files: 1, tags: 1 } },
    { act: 'jobs.remove_outputs', details: { of: 1 } },
  ]);
});

test('jobs that have not ended, and those of which nothing is left, are left out', async () => {
  await addEnded();
  const file = await bench.addFile();
  const running = await bench.submit(file);
  await bench.claim();
  await addMetadata(file.resource.id, running);

  expect(await plan()).toMatchObject({
    selection: {
      eligible: [],
      notEligible: new Map([
        ['no_outputs', 1],
        ['not_ended', 1],
      ]),
      outputs: { metadata: 0, previews: 0, files: 0, tags: 0 },
    },
  });
});

test('open jobs on a file that is removed with them are cancelled', async () => {
  const { id, file } = await addEnded();
  const made = await bench.addFile({
    datasetId: file.datasetId,
    madeByJob: id,
    resource: { ...file.resource, id: v4() },
  });
  const onMade = await bench.submit(made);
  await bench.claim();
  await bench.start(await plan({ ids: [id] }));
  await bench.finish();

  expect((await bench.job(onMade)).progress.flags).toContain('cancel_requested');
  expect(bench.announced).toContain(onMade);
});

test('what was moved to a dataset that the person may not change stays', async () => {
  const { id, file } = await addEnded();
  const moved = await bench.addFile({ madeByJob: id, resource: { ...file.resource, id: v4() } });
  await addMetadata(file.resource.id, id);
  const ports: OperationPorts = {
    ...bench.ports,
    hasRight: async (_by, _right, target) => !('id' in target) || target.id !== moved.datasetId,
  };
  await bench.start(await plan({ ids: [id] }, ports));
  while (await runOneSliceEach(ports));

  const files = await bench.db.selectFrom('files').select('id').execute();
  expect(files.map((row) => row.id).toSorted()).toEqual([file.resource.id, moved.resource.id].toSorted());
  expect(await bench.db.selectFrom('metadata').select('id').execute()).toEqual([]);
});

test('a job whose outputs another operation has removed meanwhile is left out, with its reason', async () => {
  const { id, file } = await addEnded();
  await addMetadata(file.resource.id, id);
  const first = await bench.start(await plan({ ids: [id] }));
  const second = await bench.start(await plan({ ids: [id] }));
  await bench.finish();

  const failed = [
    ...(await readFailedSubjects(bench.db, first, 10)),
    ...(await readFailedSubjects(bench.db, second, 10)),
  ];
  expect(failed).toEqual([{ id, reason: 'no_outputs' }]);
});
