import type { Job } from '@pawprint/protocol';
import { formatDuration } from '../../design/duration.ts';
import { lookOfState } from '../../design/state.tsx';
import type { SeenJob } from '../job/seen-job.ts';

type Runs = readonly [SeenJob, ...SeenJob[]];

const counted = (count: number): string => `${count} run${count === 1 ? '' : 's'}`;

const worst = (states: ReadonlySet<Job['state']>): Job['state'] | undefined =>
  (['RUNNING', 'FAILED', 'LOST'] as const).find((state) => states.has(state));

/** What several runs came to together: the state of those that want looking at, or of the newest. */
export const stateOfRuns = (runs: Runs): Job['state'] =>
  worst(new Set(runs.map(({ job }) => job.state))) ?? runs[0].job.state;

/** "3 runs, all done", "3 runs, 1 failed". */
export const runsSentence = (runs: Runs): string => {
  const state = stateOfRuns(runs);
  const alike = runs.filter(({ job }) => job.state === state).length;
  const word = lookOfState(state).word.toLowerCase();
  return `${counted(runs.length)}, ${alike === runs.length && alike > 1 ? 'all' : alike} ${word}`;
};

/** "3.1–5.0 s" where the unit is one, else both in full. */
export const durationRange = (runs: Runs): string => {
  const times = runs.map(({ job }) => job.elapsed_ms);
  const [least, most] = [formatDuration(Math.min(...times)), formatDuration(Math.max(...times))];
  if (least === most) return least;
  const [low = '', lowUnit, ...others] = least.split(' ');
  const sameUnit = others.length === 0 && most.split(' ').length === 2 && most.endsWith(` ${lowUnit}`);
  return sameUnit ? `${low}–${most}` : `${least}–${most}`;
};

export const span = (runs: Runs): { readonly from: string; readonly to: string } => ({
  from: runs.reduce(
    (first, { job }) => (job.submitted_at < first ? job.submitted_at : first),
    runs[0].job.submitted_at,
  ),
  to: runs.reduce(
    (last, { job }) => (job.last_event_at > last ? job.last_event_at : last),
    runs[0].job.last_event_at,
  ),
});
