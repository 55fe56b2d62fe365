import { expect, test, vi } from 'vitest';
import { submitInBatches } from './submit-jobs.ts';

type Send = Parameters<typeof submitInBatches>[0]['send'];

const files = ['a', 'b', 'c', 'd', 'e'];
const jobsOf = (ids: readonly string[]) => ids.map((id) => ({ file_id: id, job_id: `job-${id}` }));
const submit = (over: Partial<Parameters<typeof submitInBatches>[0]> = {}) => {
  const onProgress = vi.fn<(jobs: number) => void>();
  const send = vi.fn<Send>(async (ids) => ({ jobs: jobsOf(ids), stopped: null }));
  const done = submitInBatches({
    fileIds: files,
    size: 2,
    send,
    onProgress,
    signal: new AbortController().signal,
    ...over,
  });
  return { done, send, onProgress };
};

test('every file is sent once, in batches, with progress reported', async () => {
  const { done, send, onProgress } = submit();
  expect(await done).toEqual({ jobs: jobsOf(files), remaining: [], error: null });
  expect(send.mock.calls.map(([ids]) => ids)).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
  expect(onProgress.mock.calls).toEqual([[2], [4], [5]]);
});

test('after a refusal the jobs stay and the rest is named', async () => {
  const refusal = new Error('switched off');
  const send = vi
    .fn<Send>()
    .mockResolvedValueOnce({ jobs: jobsOf(['a', 'b']), stopped: null })
    .mockRejectedValueOnce(refusal);
  expect(await submit({ send }).done).toEqual({
    jobs: jobsOf(['a', 'b']),
    remaining: ['c', 'd', 'e'],
    error: refusal,
  });
});

test('a batch cut short names the files without a job', async () => {
  const send = vi.fn<Send>().mockResolvedValueOnce({ jobs: jobsOf(['b']), stopped: 'The disk is full.' });
  const { remaining, error } = await submit({ send }).done;
  expect([remaining, error]).toEqual([['a', 'c', 'd', 'e'], new Error('The disk is full.')]);
});

test('submitting can be stopped between two batches', async () => {
  const stop = new AbortController();
  const { done } = submit({ onProgress: () => stop.abort(), signal: stop.signal });
  expect(await done).toEqual({ jobs: jobsOf(['a', 'b']), remaining: ['c', 'd', 'e'], error: null });
});
