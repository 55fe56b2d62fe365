import { expect, test, vi } from 'vitest';
import type { Report } from '../../model/report.ts';
import { joinReports } from './join-reports.ts';
import type { LeaseReports, RecordedOrUnknown } from './record-reports.ts';

const report: Report = { id: 'r', kind: 'LOG', message: '', reportedAt: null, reported: null };

const said = (jobId: string, reports = 1): LeaseReports => ({
  jobId,
  leaseId: jobId,
  reports: Array.from({ length: reports }, () => report),
});

const answerTo = ({ jobId }: LeaseReports): RecordedOrUnknown => ({
  lease: { id: jobId, attempt: 1, expiresAt: 0 },
  cancelRequested: false,
});

/** Records when it is let to; what was asked of it is the names of the jobs, batch by batch. */
const recorder = (refuses: (batch: readonly LeaseReports[]) => boolean = () => false) => {
  const batches: string[][] = [];
  let open = (): void => undefined;
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const record = vi.fn<Parameters<typeof joinReports>[0]>(async (batch) => {
    batches.push(batch.map(({ jobId }) => jobId));
    await gate;
    if (refuses(batch)) throw new Error('no');
    return batch.map(answerTo);
  });
  return { batches, record, open: () => open() };
};

test('what comes while a batch is stored is stored together, and each is given its own answer', async () => {
  const { batches, record, open } = recorder();
  const join = joinReports(record);
  const answers = ['a', 'b', 'c'].map((jobId) => join(said(jobId)));
  open();

  expect(await Promise.all(answers)).toEqual(['a', 'b', 'c'].map((jobId) => answerTo(said(jobId))));
  expect(batches).toEqual([['a'], ['b', 'c']]);
});

test('a batch holds 500 reports at most, unless one alone brings more', async () => {
  const { batches, record, open } = recorder();
  const join = joinReports(record);
  const answers = [said('a'), said('b', 300), said('c', 200), said('d', 1), said('e', 501)].map(join);
  open();
  await Promise.all(answers);

  expect(batches).toEqual([['a'], ['b', 'c'], ['d'], ['e']]);
});

test('one that cannot be stored fails alone', async () => {
  const { record, open } = recorder((batch) => batch.some(({ jobId }) => jobId === 'bad'));
  const join = joinReports(record);
  const answers = ['a', 'b', 'bad', 'c'].map((jobId) => join(said(jobId)));
  open();
  const settled = await Promise.allSettled(answers);

  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
});

test('after a failure the next one is stored as ever', async () => {
  const { record, open } = recorder((batch) => batch.some(({ jobId }) => jobId === 'bad'));
  const join = joinReports(record);
  open();
  await expect(join(said('bad'))).rejects.toThrow('no');

  expect(await join(said('good'))).toEqual(answerTo(said('good')));
});
