// @ts-check

const HEAD = ['extractor', 'jobs', 'attempts', 'outcome', 'events'];
const NUMBERS = new Set([1, 2, 4]);

/**
 * @param {readonly import('./stage.mjs').Row[]} rows
 * @returns {string} a line each under a head, numbers to the right
 */
export function tableOf(rows) {
  const cells = [
    HEAD,
    ...rows.map((row) => [row.extractor, row.jobs, row.attempts, row.outcome, row.events]),
  ].map((line) => line.map(String));
  const widths = HEAD.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  /** @param {readonly string[]} line */
  const aligned = (line) =>
    line.map((cell, column) => {
      const width = widths[column] ?? 0;
      return NUMBERS.has(column) ? cell.padStart(width) : cell.padEnd(width);
    });
  return cells.map((line) => `  ${aligned(line).join('  ').trimEnd()}\n`).join('');
}
