import { Icon } from '../../design/icon.tsx';
import { StateMark } from '../../design/state.tsx';
import { Time } from '../../design/time.tsx';
import { Elapsed } from '../job/elapsed.tsx';
import { jobMessage } from '../job/job-message.ts';
import { durationRange, runsSentence, span, stateOfRuns } from './inferred-words.ts';
import { Cell, Message, TimeCell, Twisty } from './row-cells.tsx';
import { CELL, type RowProps } from './row-props.ts';

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
