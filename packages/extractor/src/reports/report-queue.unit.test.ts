import { StatusReport } from '@pawprint/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LONGEST_MESSAGE, type ReportDraft, ReportQueue } from './report-queue.ts';

const log = (message: string): ReportDraft => ({ kind: 'LOG', level: 'info', message });
const progress = (fraction: number, message = ''): ReportDraft => ({
  kind: 'PROGRESS',
  progress: fraction,
  message,
});
const messages = (reports: readonly StatusReport[]) => reports.map((report) => report.message);

test('every report comes out once, in order, in batches that fit', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { maxLength: 300 }), fc.integer({ min: 1, max: 50 }), (lines, size) => {
      const queue = new ReportQueue(size);
      for (const line of lines) queue.add(log(line));
      const sent: StatusReport[] = [];
      while (queue.size > 0) {
        const batch = queue.take();
        expect(batch.length).toBeGreaterThan(0);
        expect(batch.length).toBeLessThanOrEqual(size);
        sent.push(...batch);
      }
      expect(messages(sent)).toEqual(lines);
      expect(new Set(sent.map(({ id }) => id)).size).toBe(lines.length);
    }),
  );
});

test('every report fits the schema, however long its text', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', 'ä', '😀', '\ud800', '\0', '\u001b') }),
      fc.nat({ max: 30_000 }),
      (text, length) => {
        const queue = new ReportQueue(10);
        queue.add(log(text + 'x'.repeat(length)));
        expect(StatusReport.safeParse(queue.take()[0]).success).toBe(true);
      },
    ),
  );
  const queue = new ReportQueue(10);
  queue.add(log('x'.repeat(LONGEST_MESSAGE + 1)));
  expect(queue.take()[0]?.message).toMatch(/x… \(cut\)$/);
});

test('a batch of several reports stays below half a megabyte', () => {
  const queue = new ReportQueue(100);
  for (let index = 0; index < 60; index += 1) queue.add(log('ä'.repeat(LONGEST_MESSAGE)));
  expect(queue.isDue).toBe(true);
  const batch = queue.take();
  expect(Buffer.byteLength(JSON.stringify(batch))).toBeLessThanOrEqual(512 * 1024 + 200);
  expect(batch.length).toBeGreaterThan(1);
});

test('an unsent progress report is replaced by the next with its message', () => {
  const queue = new ReportQueue(100);
  for (const draft of [
    progress(0.1),
    progress(0.2),
    progress(0.3, 'page 3'),
    log('a'),
    progress(0.4),
    progress(0.5),
  ])
    queue.add(draft);
  expect(queue.take().map((report) => report.progress ?? report.message)).toEqual([0.2, 0.3, 'a', 0.5]);
});

const takeAll = (queue: ReportQueue): StatusReport[] => {
  const all: StatusReport[] = [];
  while (queue.size > 0) all.push(...queue.take());
  return all;
};

test('a full queue drops its oldest lines, and neither errors nor the last lines', () => {
  let now = 0;
  const queue = new ReportQueue(100, () => now);
  queue.add({ kind: 'STARTED' });
  queue.add({ kind: 'LOG', level: 'debug', message: 'x'.repeat(LONGEST_MESSAGE) });
  queue.add({ kind: 'LOG', level: 'error', message: 'broken' });
  now = 12_000;
  for (let index = 0; index < 2_000; index += 1) queue.add(log(`${index} ${'x'.repeat(LONGEST_MESSAGE)}`));
  expect(queue.isCrowded).toBe(true);
  queue.add({ kind: 'SUCCEEDED', message: 'done' });

  const all = takeAll(queue);
  const lines = all.filter(({ level }) => level === 'info');
  const dropped = 2_000 - lines.length;
  expect(dropped).toBeGreaterThan(0);
  expect(lines.map(({ message }) => Number.parseInt(message, 10))).toEqual(
    lines.map((_, index) => dropped + index),
  );
  expect(all.slice(0, 3)).toMatchObject([
    { kind: 'STARTED' },
    { level: 'error', message: 'broken' },
    {
      level: 'warn',
      message: expect.stringContaining(
        `1 of level debug, ${dropped} of level info: the server took none for 12.0 s`,
      ),
      lines_dropped: { by_level: { debug: 1, info: dropped }, silent_ms: 12_000 },
    },
  ]);
  expect(all.at(-1)).toMatchObject({ kind: 'SUCCEEDED' });
});

test('lines kept and lines dropped are all that were added, whenever batches are taken', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 400 }), { maxLength: 20 }), (bursts) => {
      const queue = new ReportQueue(100);
      const sent: StatusReport[] = [];
      for (const lines of bursts) {
        for (let index = 0; index < lines; index += 1) queue.add(log('x'.repeat(LONGEST_MESSAGE)));
        sent.push(...queue.take());
      }
      sent.push(...takeAll(queue));
      const dropped = sent.reduce((sum, { lines_dropped }) => sum + (lines_dropped?.by_level.info ?? 0), 0);
      const kept = sent.filter(({ level }) => level === 'info').length;
      expect(kept + dropped).toBe(bursts.reduce((sum, lines) => sum + lines, 0));
    }),
    { numRuns: 20 },
  );
});

test('errors are kept however many there are', () => {
  const queue = new ReportQueue(100);
  const errors = 1_000;
  for (let index = 0; index < errors; index += 1)
    queue.add({ kind: 'LOG', level: 'error', message: 'x'.repeat(LONGEST_MESSAGE) });
  expect(takeAll(queue)).toHaveLength(errors);
});
