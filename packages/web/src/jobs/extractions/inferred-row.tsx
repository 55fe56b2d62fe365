import type { Job } from '@pawprint/protocol';
import { formatDuration } from '../../design/duration.ts';
import { Icon } from '../../design/icon.tsx';
import { lookOfState, StateMark } from '../../design/state.tsx';
import { Time } from '../../design/time.tsx';
import { Elapsed } from '../elapsed.tsx';
import type { SeenJob } from '../job-snapshot.ts';
import { jobMessage } from '../job-text.ts';
import { CELL, Cell, Message, type RowProps, TimeCell, Twisty } from './row-parts.tsx';

const RULE =
  'These reports carried no job id. Runs were cut where a start follows an end, or after a long silence.';

/** Everything that came without a job id: it must not look like a job that somebody could point to. */
export const InferredRow = ({ row, ...place }: RowProps<'inferred'>) => {
  const { from, to } = span(row.runs);
  const count = row.runs.length;
  return (
    <tr {...place} className="r lv2" aria-expanded={row.open}>
      <Cell name="c-name">
        <Twisty rowKey={row.key} open={row.open} what="inferred runs" />
        <span className="infer">no job id: inferred</span>
        <span className="rule" title={RULE}>
          <Icon name="info" />
          <span className="sr">{RULE}</span>
        </span>
      </Cell>
      <Cell name="c-by dim">unknown</Cell>
      <TimeCell name="c-start" at={from} />
      <TimeCell name="c-upd" at={to} />
      <Cell name="c-status">
        <StateMark state={stateOfRuns(row.runs)} />
        <span className="msg">{runsSentence(row.runs)}</span>
      </Cell>
      <Cell name="c-time dim">{durationRange(row.runs)}</Cell>
      <Cell name="c-n">
        {count}
        <span className="u"> {count === 1 ? 'run' : 'runs'}</span>
      </Cell>
      <Cell name="c-act" />
    </tr>
  );
};

export const RunRow = ({ row, ...place }: RowProps<'run'>) => {
  const { job } = row.seen;
  return (
    <tr {...place} className="att" aria-expanded={row.open}>
      <td {...CELL} className="ah">
        <Twisty rowKey={row.key} open={row.open} what={`run ${row.number}`} />
        <span className="b">Run {row.number}</span>
        <StateMark state={job.state} />
        <span className="dim">
          <Time at={job.submitted_at} /> · <Elapsed seen={row.seen} />
        </span>
        <Message message={jobMessage(job, false, undefined)} />
      </td>
    </tr>
  );
};

type Runs = readonly [SeenJob, ...SeenJob[]];

const counted = (count: number): string => `${count} run${count === 1 ? '' : 's'}`;

const worst = (states: ReadonlySet<Job['state']>): Job['state'] | undefined =>
  (['RUNNING', 'FAILED', 'LOST'] as const).find((state) => states.has(state));

/** What several runs came to together: the state of those that want looking at, or of the newest. */
const stateOfRuns = (runs: Runs): Job['state'] =>
  worst(new Set(runs.map(({ job }) => job.state))) ?? runs[0].job.state;

/** "3 runs, all done", "3 runs, 1 failed". */
const runsSentence = (runs: Runs): string => {
  const state = stateOfRuns(runs);
  const alike = runs.filter(({ job }) => job.state === state).length;
  const word = lookOfState(state).word.toLowerCase();
  return `${counted(runs.length)}, ${alike === runs.length && alike > 1 ? 'all' : alike} ${word}`;
};

/** "3.1–5.0 s" where the unit is one, else both in full. */
const durationRange = (runs: Runs): string => {
  const times = runs.map(({ job }) => job.elapsed_ms);
  const [least, most] = [formatDuration(Math.min(...times)), formatDuration(Math.max(...times))];
  if (least === most) return least;
  const [low = '', lowUnit, ...others] = least.split(' ');
  const sameUnit = others.length === 0 && most.split(' ').length === 2 && most.endsWith(` ${lowUnit}`);
  return sameUnit ? `${low}–${most}` : `${least}–${most}`;
};

const span = (runs: Runs): { readonly from: string; readonly to: string } => ({
  from: runs.reduce(
    (first, { job }) => (job.submitted_at < first ? job.submitted_at : first),
    runs[0].job.submitted_at,
  ),
  to: runs.reduce(
    (last, { job }) => (job.last_event_at > last ? job.last_event_at : last),
    runs[0].job.last_event_at,
  ),
});
