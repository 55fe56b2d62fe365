import type { Job } from '@pawprint/protocol';
import { useEffect, useRef } from 'react';
import { shortId } from '../../design/short-id.tsx';
import { LastHeard, WaitAndRun } from '../elapsed.tsx';
import { JobLink } from '../job-links.tsx';
import { byWhom, jobMessage } from '../job-text.ts';
import { isWaiting, Waiting } from '../waiting-reason.tsx';
import type { RowOf, RowProps } from './row-parts.tsx';
import { Cell, Message, RowAction, StatusCell, TimeCell, Twisty, useTreeActions } from './row-parts.tsx';

export const By = ({ job }: { readonly job: Job }) => {
  const { who, trigger, known } = byWhom(job);
  return (
    <>
      <span className={known ? 'trunc' : 'trunc dim'} title={who}>
        {who}
      </span>
      {trigger ? <span className="dim">{trigger}</span> : null}
    </>
  );
};

const Status = ({ row: { seen, toldAbove, attempts } }: { readonly row: RowOf<'job'> }) => {
  const { job } = seen;
  if (isWaiting(job)) return <Waiting job={job} />;
  if (job.state !== 'RUNNING') return <Message message={jobMessage(job, toldAbove, attempts)} />;
  return (
    <span className="msg">
      {toldAbove ? null : `${jobMessage(job, false, attempts).text} `}
      <LastHeard seen={seen} />
    </span>
  );
};

/** The job that was asked for here takes the focus, once. */
const useFreshFocus = (id: string) => {
  const { fresh, forgetFresh } = useTreeActions();
  const element = useRef<HTMLTableRowElement>(null);
  const isFresh = fresh === id;
  useEffect(() => {
    if (isFresh) element.current?.focus();
  }, [isFresh]);
  return { element, isFresh, forgetFresh };
};

const Attempts = ({ count }: { readonly count: number }) => (
  <Cell name="c-n">
    {count}
    <span className="u"> {count === 1 ? 'attempt' : 'attempts'}</span>
  </Cell>
);

export const JobRow = ({ row, ...place }: RowProps<'job'>) => {
  const { onChanged, onResubmitted } = useTreeActions();
  const { job } = row.seen;
  const { element, isFresh, forgetFresh } = useFreshFocus(job.id);
  return (
    <tr
      {...place}
      ref={element}
      className="r lv2"
      aria-expanded={row.open}
      aria-selected={isFresh || undefined}
      onBlur={isFresh ? forgetFresh : undefined}
    >
      <Cell name="c-name">
        <Twisty rowKey={row.key} open={row.open} what={`job ${shortId(job.id)}`} />
        <JobLink id={job.id} />
      </Cell>
      <Cell name="c-by">
        <By job={job} />
      </Cell>
      <TimeCell name="c-start" at={job.started_at} />
      <TimeCell name="c-upd" at={job.last_event_at} />
      <StatusCell job={job}>
        <Status row={row} />
      </StatusCell>
      <Cell name="c-time">
        <WaitAndRun seen={row.seen} />
      </Cell>
      <Attempts count={job.attempt_count} />
      <Cell name="c-act">
        <RowAction job={job} onChanged={onChanged} onResubmitted={onResubmitted} />
      </Cell>
    </tr>
  );
};
