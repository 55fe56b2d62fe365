import { percentile } from './measure.ts';

export interface Figure {
  readonly what: string;
  readonly value: string;
  readonly ratio?: string;
}

const pad = (text: string, width: number): string => text.padEnd(width);

/** A Markdown table for docs/performance.md. */
export const printFigures = (title: string, figures: readonly Figure[]): void => {
  const rows = figures.map(({ what, value, ratio }) => [what, value, ratio ?? '']);
  const all = [['what', 'figure', 'ratio'], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  const line = (row: string[]): string =>
    `| ${row.map((cell, n) => pad(cell, widths[n] ?? 0)).join(' | ')} |`;
  console.log(`\n### ${title}`);
  console.log(line(['what', 'figure', 'ratio']));
  console.log(`|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`);
  for (const row of rows) console.log(line(row));
};

export const whole = (value: number): string => Math.round(value).toLocaleString('en');
const figure = (value: number): string => value.toFixed(2);
export const times = (value: number): string => `${figure(value)} ×`;

/** The median, as a whole number. */
export const middle = (values: readonly number[]): string => whole(percentile(values, 50));

/** The median of some ratios, and the lowest and the highest. */
export const spread = (ratios: readonly number[]): string =>
  `${times(percentile(ratios, 50))} (${figure(Math.min(...ratios))} to ${figure(Math.max(...ratios))})`;

/** Says on standard error what a long benchmark does now, and how long it has run. */
export const printProgress = (step: string): void =>
  console.error(`${whole(performance.now() / 1000).padStart(6)} s  ${step}`);
