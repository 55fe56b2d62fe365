import { createSignal } from '@pawprint/testing';
import { expect, test } from 'vitest';
import { startInstance } from '../test-lane/running-instance.ts';

const LINES = 50_000;
const PRINT = `for (let n = 0; n < ${LINES}; n += 1) console.log('line ' + n);`;
const NUMBERED = Array.from({ length: LINES }, (_, index) => `line ${index}`);

const logOf = (reports: readonly { readonly kind: string; readonly message: string }[]): string[] =>
  reports.filter(({ kind }) => kind === 'LOG').map(({ message }) => message);

test('all lines of a program arrive, in order, though the server fails in between', async () => {
  const { lane } = await startInstance((_, ctx) =>
    ctx.run(process.execPath, ['-e', PRINT]).then(() => undefined),
  );
  lane.failNext('sendReports', {}, { status: 503 }, { status: 503 }, {}, { answerLost: true });
  const job = lane.addJob();
  await lane.until(() => job.ended);
  expect(logOf(job.reports)).toEqual(NUMBERED);
}, 60_000);

test('all lines of a handler that waits for room arrive', async () => {
  const { lane } = await startInstance(async (_, ctx) => {
    for (const line of NUMBERED) await ctx.log.info(line);
  });
  const job = lane.addJob();
  await lane.until(() => job.ended);
  expect(logOf(job.reports)).toEqual(NUMBERED);
}, 60_000);

test('lines of a handler that never waits arrive or are counted, and the last ones arrive', async () => {
  const released = createSignal();
  const { lane } = await startInstance(async (_, ctx) => {
    await released.given;
    for (const line of NUMBERED) void ctx.log.info(`${line} ${'x'.repeat(1_000)}`);
    void ctx.log.error('the last line');
  });
  const job = lane.addJob();
  released.give();
  await lane.until(() => job.ended);

  const infos = job.reports.filter(({ level }) => level === 'info');
  const dropped = job.reports.reduce((sum, report) => sum + (report.lines_dropped?.by_level.info ?? 0), 0);
  expect(dropped).toBeGreaterThan(0);
  expect(infos.length + dropped).toBe(LINES);
  expect(infos.at(-1)?.message).toContain(`line ${LINES - 1} `);
  expect(logOf(job.reports).at(-1)).toBe('the last line');
  expect(lane.invalidBodies).toEqual([]);
}, 60_000);
