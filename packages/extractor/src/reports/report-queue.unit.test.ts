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

test('a full queue drops log lines and says how many', () => {
  const queue = new ReportQueue(100);
  for (let index = 0; index < 1_000; index += 1) queue.add(log('x'.repeat(LONGEST_MESSAGE)));
  expect(queue.isCrowded).toBe(true);
  const kept = queue.size;
  queue.add(progress(0.5));
  queue.add({ kind: 'SUCCEEDED', message: 'done' });
  const rest: StatusReport[] = [];
  while (queue.size > 0) rest.push(...queue.take());
  expect(rest).toHaveLength(kept + 2);
  expect(rest.at(-2)).toMatchObject({
    level: 'warn',
    message: expect.stringContaining(`${1_000 - kept} log lines`),
  });
  expect(rest.at(-1)).toMatchObject({ kind: 'SUCCEEDED' });
  expect(kept * LONGEST_MESSAGE).toBeLessThan(5 * 1024 * 1024);
});
