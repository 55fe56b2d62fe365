import { expect, test } from 'vitest';
import { type ChangedJob, createJobsEncoder, jobFrame } from './frames.ts';

const aJob = (seq: number): ChangedJob => ({
  id: `job-${seq}`,
  seq,
  filterable: {} as ChangedJob['filterable'],
  isWaiting: false,
  json: () => JSON.stringify({ id: `job-${seq}`, name: 'süß ☂' }),
});

test('streams with the same jobs share the bytes', () => {
  const jobs = [aJob(1), aJob(2)];
  const write = createJobsEncoder();
  expect(write([...jobs])).toBe(write([...jobs]));
});

test('a stream gets the frames of its jobs in order and in UTF-8', () => {
  const [first, second, twelfth] = [aJob(1), aJob(2), aJob(12)];
  const write = createJobsEncoder();
  for (const wanted of [[first, second], [second], [twelfth], [first, second, twelfth]]) {
    const frames = wanted.map((job) => jobFrame(job, job.seq)).join('');
    expect(new TextDecoder().decode(write(wanted))).toBe(frames);
  }
});

test('a stream without a matching job gets nothing', () => {
  expect(createJobsEncoder()([])).toHaveLength(0);
});
