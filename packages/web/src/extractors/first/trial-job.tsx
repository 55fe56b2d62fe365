import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { ErrorPanel } from '../../design/error-panel.tsx';
import { formatAbsolute, formatLogTime } from '../../design/instant.ts';
import { LoadingRows } from '../../design/loading-rows.tsx';
import { StateBadge } from '../../design/state.tsx';
import text from '../../design/text.module.css';
import { ALL_EVENTS, lineTone } from '../../jobs/events/event-kinds.ts';
import { EventLine } from '../../jobs/events/event-line.tsx';
import { liveEventsQuery } from '../../jobs/events/events-query.ts';
import type { LiveEvents } from '../../jobs/events/live-events.ts';
import { ResourceLink } from '../../jobs/job-links.tsx';
import { useJob } from '../../jobs/job-page/use-job.ts';
import { isOver } from '../../jobs/job-snapshot.ts';
import { extractorMessage } from '../../jobs/job-text.ts';
import styles from './first-extractor.module.css';

/** One job as it goes: its state, its log, and what it made. */
export const TrialJob = ({ id }: { readonly id: string }) => {
  const { detail, error, refetch, events } = useJob(id);
  if (detail === undefined)
    return error ? (
      <ErrorPanel what="The job could not be loaded." error={error} onRetry={() => void refetch()} />
    ) : (
      <LoadingRows what="the job" rows={3} />
    );
  const { job } = detail;
  const message = extractorMessage(job);
  return (
    <>
      <output className={styles.wrapping} aria-label="State of the trial">
        <StateBadge state={job.state} pill />
        <ResourceLink resource={job.resource} />
        <span className={message.isError ? text.toned : text.dimmed} data-tone="failed">
          {message.text}
        </span>
      </output>
      <TrialLog id={id} events={events} />
      <div className={styles.wrapping}>
        <Link className={text.link} to="/jobs/$id" params={{ id }}>
          Open the job
        </Link>
        {isOver(job) && job.resource.type === 'file' ? (
          <Link
            className={text.link}
            to="/files/$id"
            params={{ id: job.resource.id }}
            search={{ tab: 'metadata' }}
          >
            See its metadata
          </Link>
        ) : null}
      </div>
    </>
  );
};

const nothing = (): void => undefined;

/** The last events of the job, the end in sight. */
const TrialLog = ({ id, events }: { readonly id: string; readonly events: LiveEvents }) => {
  const { data } = useQuery(liveEventsQuery(id, ALL_EVENTS, events));
  const log = useRef<HTMLElement>(null);
  const count = data?.events.length ?? 0;
  useEffect(() => {
    if (log.current) log.current.scrollTop = log.current.scrollHeight;
  }, [count]);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the keyboard has to reach what it can scroll
    <section ref={log} className={styles.log} aria-label="Log of the job" tabIndex={0}>
      <ol>
        {(data?.events ?? []).map((event) => {
          const at = new Date(event.received_at);
          return (
            <li key={event.seq} data-line-tone={lineTone(event)}>
              <time dateTime={event.received_at} title={formatAbsolute(at)}>
                {formatLogTime(at)}
              </time>
              <span>
                <EventLine fold={{ kind: 'line', events: [event] }} open={false} onToggle={nothing} />
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
};
