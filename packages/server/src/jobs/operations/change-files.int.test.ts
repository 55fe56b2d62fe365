import { v4 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { UserCaller } from '../../model/caller.ts';
import { readFailedSubjects } from '../../store/jobs/operations.ts';
import { ANA_CALLING, aReport, readTotals, type TestFile } from '../jobs.builder.ts';
import { type FileChange, planFileChange } from './change-files.ts';
import { createOperationsBench, type OperationsBench } from './operations.builder.ts';
import { type OperationPorts, runOneSliceEach } from './run-operations.ts';

let bench: OperationsBench;
let datasetId: string;
beforeAll(async () => {
  bench = await createOperationsBench();
});
afterAll(() => bench.close());
beforeEach(async () => {
  await bench.db.deleteFrom('operations').execute();
  await bench.db.deleteFrom('files').execute();
  await bench.db.deleteFrom('jobs').execute();
  await bench.db.deleteFrom('job_totals').execute();
  await bench.db.deleteFrom('latest_states').execute();
  await bench.db.deleteFrom('failure_totals').execute();
  datasetId = v4();
});

const addFile = (): Promise<TestFile> => bench.addFile({ datasetId });
const idOf = ({ resource }: TestFile): string => resource.id;
const plan = (change: FileChange, ids?: readonly string[], ports: OperationPorts = bench.ports) =>
  planFileChange(ports, ANA_CALLING, change, ids ? { ids } : { filter: {} });
const run = async (change: FileChange, ids?: readonly string[]): Promise<string> => {
  const id = await bench.start(await plan(change, ids));
  await bench.finish();
  return id;
};
const filesOf = async (id: string): Promise<string[]> =>
  (await bench.db.selectFrom('files').select('id').where('dataset_id', '=', id).orderBy('id').execute()).map(
    (row) => row.id,
  );

describe('tags', () => {
  test('are added to files and removed from them, each once', async () => {
    const files = [await addFile(), await addFile()];
    const [first] = files.map(idOf);
    await run({ kind: 'tag_files', datasetId, add: ['dry', 'wet'], remove: [] });
    await run({ kind: 'tag_files', datasetId, add: ['wet'], remove: ['dry'] }, [first ?? '']);

    const rows = await bench.db.selectFrom('tags').select(['file_id', 'tag']).execute();
    expect(rows.filter(({ file_id }) => file_id === first)).toEqual([{ file_id: first, tag: 'wet' }]);
    expect(rows).toHaveLength(3);
  });
});

describe('deleting', () => {
  test('removes files and cancels their open jobs, and records each', async () => {
    const running = await addFile();
    const job = await bench.submit(running);
    await bench.claim();
    const other = await addFile();
    const id = await run({ kind: 'delete_files', datasetId }, [idOf(running), v4()]);

    expect(await filesOf(datasetId)).toEqual([idOf(other)]);
    expect((await bench.job(job)).progress.flags).toContain('cancel_requested');
    expect(bench.announced).toContain(job);
    const acts = await bench.db
      .selectFrom('audit_log')
      .select('act')
      .where('subject', 'in', [id, idOf(running)])
      .execute();
    expect(acts.map(({ act }) => act).toSorted()).toEqual(['file.delete', 'files.delete']);
  });

  test('leaves out what was deleted before its turn', async () => {
    const file = await addFile();
    const id = await bench.start(await plan({ kind: 'delete_files', datasetId }));
    await bench.db.deleteFrom('files').execute();
    await bench.finish();

    expect(await readFailedSubjects(bench.db, id, 10)).toEqual([{ id: idOf(file), reason: 'not_found' }]);
  });
});

describe('moving', () => {
  const another = async (): Promise<string> => (await bench.addFile()).datasetId;

  test('takes the jobs of a file along, and the totals of both datasets stay right', async () => {
    const [to, file, staying] = [await another(), await addFile(), await addFile()];
    const failed = await bench.submit(file);
    await (await bench.claim()).report(aReport('ERROR', { message: 'disk full' }));
    const done = await bench.submit(file);
    await (await bench.claim()).report(aReport('SUCCEEDED'));
    await bench.submit(staying);
    await (await bench.claim()).report(aReport('ERROR', { message: 'disk full' }));
    await run({ kind: 'move_files', datasetId, to }, [idOf(file)]);

    expect(await filesOf(to)).toContain(idOf(file));
    expect(await filesOf(datasetId)).toEqual([idOf(staying)]);
    for (const id of [failed, done]) expect((await bench.job(id)).facts.datasetId).toBe(to);
    const { kept, counted } = await readTotals(bench.db);
    expect(kept).toEqual(counted);
  });

  test('leaves out a file with an open job, also one that was submitted later', async () => {
    const [to, open, later] = [await another(), await addFile(), await addFile()];
    await bench.submit(open);
    const planned = await plan({ kind: 'move_files', datasetId, to });
    expect(planned).toMatchObject({
      selection: { eligible: [idOf(later)], notEligible: new Map([['job_open', 1]]) },
    });
    const id = await bench.start(planned);
    await bench.submit(later);
    await bench.finish();

    expect(await readFailedSubjects(bench.db, id, 10)).toEqual([{ id: idOf(later), reason: 'job_open' }]);
    expect(await filesOf(datasetId)).toHaveLength(2);
  });

  test('needs the right to change both datasets, when it starts and when it is done', async () => {
    const [to] = [await another(), await addFile()];
    let canChangeTarget = false;
    const hasRight: OperationPorts['hasRight'] = async (_, right, subject) =>
      right === 'see' || canChangeTarget || !('id' in subject && subject.id === to);
    const change = { kind: 'move_files', datasetId, to } as const;
    expect(await plan(change, undefined, { ...bench.ports, hasRight })).toMatchObject({
      refused: 'forbidden',
    });
    canChangeTarget = true;
    const id = await bench.start(await plan(change, undefined, { ...bench.ports, hasRight }));
    canChangeTarget = false;
    while (await runOneSliceEach({ ...bench.ports, hasRight }));

    expect(await bench.operation(id)).toMatchObject({ state: 'finished', failedCount: 1 });
    expect(await filesOf(datasetId)).toHaveLength(1);
  });

  test('is taken back for files that the operation moved and that are still there', async () => {
    const [to, elsewhere] = [await another(), await another()];
    const [moved, open, gone] = [await addFile(), await addFile(), await addFile()];
    const id = await bench.start(await plan({ kind: 'move_files', datasetId, to }));
    await bench.submit(open);
    await bench.finish();
    await run({ kind: 'move_files', datasetId: to, to: elsewhere }, [idOf(gone)]);
    const before = await filesOf(to);
    const back = { kind: 'move_files', datasetId: to, to: datasetId } as const;
    const planned = await planFileChange(bench.ports, ANA_CALLING, back, { movedBy: id });
    expect(planned).toMatchObject({
      selection: { eligible: [idOf(moved)], notEligible: new Map([['not_found', 1]]) },
    });
    const undone = await bench.start(planned);
    await bench.finish();

    expect(await filesOf(datasetId)).toEqual([idOf(moved), idOf(open)].toSorted());
    expect(await filesOf(to)).toEqual(before.filter((file) => file !== idOf(moved)));
    expect(await filesOf(elsewhere)).toContain(idOf(gone));
    expect((await bench.operation(undone)).request).toMatchObject({ movedBy: id });
  });

  test('is taken back by the person who did it, from where it moved the files', async () => {
    const [to] = [await another(), await addFile()];
    const id = await run({ kind: 'move_files', datasetId, to });
    const hasRight: OperationPorts['hasRight'] = async (_, right) => right !== 'operate';
    const takeBack = (by: UserCaller, from: string, back: string) =>
      planFileChange(
        { ...bench.ports, hasRight },
        by,
        { kind: 'move_files', datasetId: from, to: back },
        { movedBy: id },
      );
    expect(await takeBack({ ...ANA_CALLING, id: 'ben' }, to, datasetId)).toMatchObject({
      refused: 'not_found',
    });
    expect(await takeBack(ANA_CALLING, datasetId, to)).toMatchObject({ refused: 'bad_request' });
    expect(await takeBack(ANA_CALLING, to, datasetId)).toMatchObject({
      selection: { eligible: [expect.any(String)] },
    });
  });

  test('to the same dataset is refused', async () => {
    await addFile();
    expect(await plan({ kind: 'move_files', datasetId, to: datasetId })).toMatchObject({
      refused: 'bad_request',
    });
  });
});
