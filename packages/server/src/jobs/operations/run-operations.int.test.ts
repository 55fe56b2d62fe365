import { v4 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { OPERATION_PRIORITY } from '../../model/operation.ts';
import { readFailedSubjects, stopOperation } from '../../store/jobs/operations.ts';
import { ANA, ANA_CALLING, aReport, WORD_COUNT } from '../jobs.builder.ts';
import { resubmitJob } from '../resubmit.ts';
import { createOperationsBench, type OperationsBench } from './operations.builder.ts';
import { runOneSliceEach, SLICE_SIZE, startOperations } from './run-operations.ts';
import { planCancel, planResubmit } from './start-operation.ts';

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
const stateOf = async (id: string) => (await bench.job(id)).progress.state;

describe('cancelling many', () => {
  test('cancels what waits, asks what runs to stop, and names what has ended', async () => {
    const running = await bench.submit(await bench.addFile());
    const held = await bench.claim();
    bench.pass(1);
    const waiting = await bench.submit(await bench.addFile());
    const planned = await planCancel(bench.ports, ANA_CALLING, { ids: [waiting, running, v4()] });
    expect(planned).toMatchObject({
      selection: { eligible: [running, waiting], notEligible: new Map([['not_found', 1]]) },
    });
    const id = await bench.start(planned);
    await held.report(aReport('SUCCEEDED'));
    await bench.finish();

    expect(await bench.operation(id)).toMatchObject({ state: 'finished', done: 2, of: 2, failedCount: 1 });
    expect(await readFailedSubjects(bench.db, id, 10)).toEqual([{ id: running, reason: 'already_ended' }]);
    expect(await stateOf(waiting)).toBe('CANCELLED');
    expect((await bench.job(waiting)).progress.cancel).toMatchObject({
      requestedBy: ANA.id,
      outcome: 'never_ran',
    });
  });

  test('announces the jobs that run once their change is committed', async () => {
    const running = await bench.submit(await bench.addFile());
    await bench.claim();
    await bench.start(await planCancel(bench.ports, ANA_CALLING, ALL));
    await bench.finish();

    expect(bench.announced).toContain(running);
    expect((await bench.job(running)).progress.flags).toContain('cancel_requested');
  });
});

describe('resubmitting many', () => {
  test('submits each once, behind all others, and both jobs point to each other', async () => {
    const old = [await bench.submitFailed({ parameters: { depth: 1 } }), await bench.submitFailed()];
    const id = await bench.start(await planResubmit(bench.ports, ANA_CALLING, { ids: old }));
    await bench.finish();
    await bench.start(await planResubmit(bench.ports, ANA_CALLING, { ids: old }));
    await bench.finish();

    expect(await bench.operation(id)).toMatchObject({ state: 'finished', done: 2, failedCount: 0 });
    const { resubmittedAs } = (await bench.job(old[0] ?? '')).progress;
    expect(resubmittedAs).toHaveLength(1);
    expect((await bench.job(resubmittedAs[0] ?? '')).facts).toMatchObject({
      resubmitOf: old[0],
      trigger: 'resubmit',
      submittedBy: ANA.id,
      parameters: { depth: 1 },
      priority: OPERATION_PRIORITY,
    });
  });

  test('takes edited parameters for all', async () => {
    const old = await bench.submitFailed({ parameters: { depth: 1 } });
    await bench.start(
      await planResubmit(bench.ports, ANA_CALLING, { ids: [old] }, { parameters: { depth: 2 } }),
    );
    await bench.finish();

    const [id = ''] = (await bench.job(old)).progress.resubmittedAs;
    expect((await bench.job(id)).facts.parameters).toEqual({ depth: 2 });
  });

  test('leaves out replaced jobs where only the latest count, before and after it was requested', async () => {
    const file = await bench.addFile();
    await bench.submitFailed(file);
    const latest = await bench.submitFailed(file);
    const planned = await planResubmit(bench.ports, ANA_CALLING, ALL, { latestOnly: true });
    expect(planned).toMatchObject({
      selection: { eligible: [latest], notEligible: new Map([['newer_job', 1]]) },
    });
    const id = await bench.start(planned);
    await bench.submitFailed(file);
    await bench.finish();
    expect(await readFailedSubjects(bench.db, id, 10)).toEqual([{ id: latest, reason: 'newer_job' }]);
  });

  test('leaves out jobs whose file was deleted, before and after it was requested', async () => {
    const [kept, deletedBefore, deletedAfter] = [
      await bench.submitFailed(),
      await bench.submitFailed(),
      await bench.submitFailed(),
    ];
    const deleteFileOf = async (id: string) =>
      bench.db
        .deleteFrom('files')
        .where('id', '=', (await bench.job(id)).facts.resource.id)
        .execute();
    await deleteFileOf(deletedBefore);
    const planned = await planResubmit(bench.ports, ANA_CALLING, ALL);
    expect(planned).toMatchObject({ selection: { notEligible: new Map([['resource_deleted', 1]]) } });
    const id = await bench.start(planned);
    await deleteFileOf(deletedAfter);
    await bench.finish();

    expect(await readFailedSubjects(bench.db, id, 10)).toEqual([
      { id: deletedAfter, reason: 'resource_deleted' },
    ]);
    expect((await bench.job(kept)).progress.resubmittedAs).toHaveLength(1);
  });

  test('lets a fresh upload run before the rest', async () => {
    await bench.addFailed(2 * SLICE_SIZE);
    await bench.start(await planResubmit(bench.ports, ANA_CALLING, ALL));
    await bench.finish();
    bench.pass(1_000);
    const fresh = await bench.submit(await bench.addFile());

    expect((await bench.claim()).jobId).toBe(fresh);
  });

  test('a single job of it that is resubmitted by hand no longer waits behind all others', async () => {
    const old = await bench.submitFailed();
    await bench.start(await planResubmit(bench.ports, ANA_CALLING, { ids: [old] }));
    await bench.finish();
    const [bulk = ''] = (await bench.job(old)).progress.resubmittedAs;
    const again = await resubmitJob(bench, bulk, { by: ANA });

    if (typeof again !== 'string') throw new Error(again.message);
    expect((await bench.job(again)).facts.priority).toBe(0);
  });
});

const datasetOf = async (id: string): Promise<string | null> => (await bench.job(id)).facts.datasetId;
const inOrder = (one: string, other: string): number => (one < other ? -1 : 1);

describe('an operation', () => {
  test('needs the right to each job that the single act needs', async () => {
    const [seen, forbidden, hidden] = [
      await bench.submitFailed(),
      await bench.submitFailed(),
      await bench.submitFailed(),
    ];
    const ports = {
      ...bench.ports,
      hasRight: async (_caller: unknown, right: string, subject: object) =>
        !('id' in subject) ||
        subject.id === (await datasetOf(seen)) ||
        (subject.id === (await datasetOf(forbidden)) && right === 'see'),
    };
    expect(await planResubmit(ports, ANA_CALLING, { ids: [seen, forbidden, hidden] })).toMatchObject({
      selection: {
        eligible: [seen],
        notEligible: new Map([
          ['forbidden', 1],
          ['not_found', 1],
        ]),
      },
    });
  });

  test('is recorded once in the audit log', async () => {
    await bench.submitFailed();
    const id = await bench.start(
      await planResubmit(bench.ports, ANA_CALLING, ALL, { parameters: { depth: 2 } }),
    );
    await bench.finish();

    const acts = await bench.db
      .selectFrom('audit_log')
      .select(['act', 'subject', 'user_id', 'details'])
      .where('subject', '=', id)
      .execute();
    expect(acts).toEqual([
      {
        act: 'jobs.resubmit',
        subject: id,
        user_id: ANA.id,
        details: { ...ALL, parameters: { depth: 2 }, of: 1 },
      },
    ]);
  });

  test('that is stopped does nothing more, and keeps what it did', async () => {
    await bench.addFailed(SLICE_SIZE + 1);
    const id = await bench.start(await planResubmit(bench.ports, ANA_CALLING, ALL));
    await runOneSliceEach(bench.ports);
    expect(await stopOperation(bench.db, id, 'Stopped by Ana.', bench.now())).toBe(true);

    expect(await runOneSliceEach(bench.ports)).toBe(false);
    expect(await bench.operation(id)).toMatchObject({
      state: 'stopped',
      done: SLICE_SIZE,
      of: SLICE_SIZE + 1,
      reason: 'Stopped by Ana.',
    });
    expect(await stopOperation(bench.db, id, 'again', bench.now())).toBe(false);
  });

  test('of a banned account stops', async () => {
    await bench.submitFailed();
    const id = await bench.start(await planResubmit(bench.ports, ANA_CALLING, ALL));
    const setBanned = (banned: boolean) => bench.db.updateTable('users').set({ banned }).execute();
    await setBanned(true);
    await bench.finish();
    await setBanned(false);

    expect(await bench.operation(id)).toMatchObject({ state: 'stopped', done: 0 });
  });

  test('without subjects is finished at once', async () => {
    const id = await bench.start(await planCancel(bench.ports, ANA_CALLING, ALL));
    expect(await bench.operation(id)).toMatchObject({ state: 'finished', done: 0, of: 0 });
  });

  test('whose slice breaks off is carried on by another server, and does nothing twice', async () => {
    const old = await bench.addFailed(3 * SLICE_SIZE);
    const id = await bench.start(await planResubmit(bench.ports, ANA_CALLING, ALL));
    // In the middle of the second slice.
    await bench.db
      .updateTable('jobs')
      .set({ dataset_id: v4() })
      .where('id', '=', old.toSorted(inOrder)[Math.round(1.5 * SLICE_SIZE)] ?? '')
      .execute();
    const known = await datasetOf(old.toSorted(inOrder)[0] ?? '');
    const breaking = {
      ...bench.ports,
      hasRight: async (_caller: unknown, _right: unknown, subject: object) => {
        if ('id' in subject && subject.id !== known) throw new Error('the server was killed');
        return true;
      },
    };
    await expect(runOneSliceEach(breaking).then(() => runOneSliceEach(breaking))).rejects.toThrow('killed');
    expect(await bench.operation(id)).toMatchObject({ state: 'running', done: SLICE_SIZE });
    await bench.finish();

    expect(await bench.operation(id)).toMatchObject({
      state: 'finished',
      done: 3 * SLICE_SIZE,
      failedCount: 0,
    });
    const counts = await bench.db
      .selectFrom('jobs')
      .select((builder) => ['resubmit_of', builder.fn.countAll<number>().as('times')])
      .where('resubmit_of', 'is not', null)
      .groupBy('resubmit_of')
      .execute();
    expect(counts).toHaveLength(old.length);
    expect(counts.every(({ times }) => times === 1)).toBe(true);
  });

  test('that fails does not delay the one after it', async () => {
    const [first, second] = [await bench.submitFailed(), await bench.submitFailed()];
    await bench.start(await planResubmit(bench.ports, ANA_CALLING, { ids: [first] }));
    const id = await bench.start(await planResubmit(bench.ports, ANA_CALLING, { ids: [second] }));
    const errors: unknown[] = [];
    const hasRight = async (_caller: unknown, _right: unknown, subject: object) => {
      if ('id' in subject && subject.id === (await datasetOf(first))) throw new Error('cannot be decided');
      return true;
    };
    await runOneSliceEach({ ...bench.ports, hasRight, onError: (error) => errors.push(error) });

    expect(errors).toMatchObject([{ message: 'cannot be decided' }]);
    expect(await bench.operation(id)).toMatchObject({ state: 'finished' });
  });

  test('is carried out by one of two servers at a time', async () => {
    await bench.addFailed(3 * SLICE_SIZE);
    const id = await bench.start(await planResubmit(bench.ports, ANA_CALLING, ALL));
    const servers = [startOperations(bench.ports), startOperations(bench.ports)];
    await expect.poll(async () => (await bench.operation(id)).state).toBe('finished');
    await Promise.all(servers.map((server) => server.stop()));

    const made = await bench.db
      .selectFrom('jobs')
      .select('id')
      .where('resubmit_of', 'is not', null)
      .execute();
    expect(made).toHaveLength(3 * SLICE_SIZE);
    expect(await bench.operation(id)).toMatchObject({ failedCount: 0 });
  });
});
