import type { VersionComparison } from '@pawprint/protocol';
import { formatCount } from '../../design/count.ts';
import { formatDuration } from '../../design/duration.ts';

type Comparison = NonNullable<VersionComparison['comparison']>;
export type ComparedMeasure = Comparison['measures'][number];

export const MEASURE_LABELS: Readonly<Record<ComparedMeasure['measure'], string>> = {
  failed: 'Failed or lost',
  retried: 'More than one attempt',
  run_p50: 'Run, p50',
  run_p95: 'Run, p95',
};

export const versionName = (version: string | null): string => version ?? 'unknown version';

/** "4.0 %", "2.1 s", or a dash where nothing ran. */
export const valueText = (measure: ComparedMeasure['measure'], value: number | null): string => {
  if (value === null) return '–';
  return measure === 'failed' || measure === 'retried' ? percent(value) : formatDuration(value);
};

export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** What follows the difference: "worse", "better", "same", "too few runs". */
export const VERDICT_LABELS: Readonly<Record<ComparedMeasure['verdict'], string>> = {
  better: 'better',
  worse: 'worse',
  same: 'same',
  unknown: 'too few runs',
};

/** "1,022 and 41,906 runs; 95 % sure: +2.9 to +5.2 points". */
export const evidenceText = ({ runs, other_runs: others, interval }: ComparedMeasure): string =>
  `${formatCount(runs)} and ${formatCount(others)} runs${interval === null ? '' : `; 95 % sure: ${interval}`}`;

/** "2.0 fails more often than 1.9 (4.0 % instead of 0.1 %)"; null where it does not. */
export const failsMoreText = (comparison: Comparison | null | undefined): string | null => {
  const failed = comparison?.measures.find(({ measure }) => measure === 'failed');
  if (!comparison || failed?.verdict !== 'worse') return null;
  const [now, before] = [valueText('failed', failed.value), valueText('failed', failed.other_value)];
  return `${versionName(comparison.version)} fails more often than ${versionName(comparison.with)}: ${now} instead of ${before}.`;
};
