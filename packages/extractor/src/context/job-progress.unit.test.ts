import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ReportDraft } from '../reports/report-queue.ts';
import { createProgress } from './job-context.ts';

const reportsOf = (...calls: [number, string?][]): ReportDraft[] => {
  const reports: ReportDraft[] = [];
  const progress = createProgress((draft) => void reports.push(draft));
  for (const call of calls) progress(...call);
  return reports;
};

test('ten thousand steps give a hundred reports and one for the end', () => {
  const chunks = Array.from({ length: 10_000 }, (_, index): [number] => [(index + 1) / 10_000]);
  const reports = reportsOf(...chunks);
  expect(reports.length).toBeLessThanOrEqual(101);
  expect(reports.at(-1)?.progress).toBe(1);
});

test('a new message is reported however small the step', () => {
  expect(reportsOf([0.5, 'page 1'], [0.5, 'page 2'], [0.5, 'page 2'])).toMatchObject([
    { message: 'page 1' },
    { message: 'page 2' },
  ]);
});

test('reported progress lies between 0 and 1', () => {
  fc.assert(
    fc.property(fc.array(fc.double()), (fractions) => {
      for (const { progress } of reportsOf(...fractions.map((fraction): [number] => [fraction]))) {
        expect(progress).toBeGreaterThanOrEqual(0);
        expect(progress).toBeLessThanOrEqual(1);
      }
    }),
  );
});
