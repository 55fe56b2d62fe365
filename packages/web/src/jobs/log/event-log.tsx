import './log.css';
import type { Job } from '@pawprint/protocol';
import { useEffect, useEffectEvent, useState } from 'react';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorPanel } from '../../design/error-panel.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import type { EventFilter } from '../events/event-kinds.ts';
import type { LiveEvents } from '../events/events-query.ts';
import { isOver } from '../job-snapshot.ts';
import { usePointedLines } from './line-range.ts';
import { LogList } from './log-list.tsx';
import { useSearch } from './log-search.tsx';
import { LogBar } from './log-toolbar.tsx';
import { type Log, useLog } from './use-log.ts';
import { useLogList } from './use-log-scroll.ts';

interface EventLogProps {
  readonly job: Job;
  readonly events: LiveEvents;
  readonly filter: EventFilter;
  readonly onFilter: (filter: EventFilter) => void;
}

/** On a phone an unwrapped line shows next to nothing. */
const isNarrow = (): boolean => window.matchMedia('(max-width: 860px)').matches;

/** Where a log is opened: where the address points to, else at the first error of what failed, else at its end. */
const startOf = (log: Log, pointed: number | undefined): number | 'end' => {
  if (pointed !== undefined) return pointed;
  return log.window.events.find(({ kind }) => kind === 'ERROR')?.seq ?? 'end';
};

const useStart = (log: Log, pointed: number | undefined, list: ReturnType<typeof useLogList>): void => {
  const isThere = !log.isLoading && log.error === null;
  const start = useEffectEvent(() => {
    const at = startOf(log, pointed);
    if (at === 'end') list.goToEnd();
    else list.goTo(at);
  });
  useEffect(() => {
    if (isThere) start();
  }, [isThere]);
};

const Placeholder = ({ log, filtered }: { readonly log: Log; readonly filtered: boolean }) => {
  if (log.error)
    return <ErrorPanel what="The events could not be loaded." error={log.error} onRetry={log.askAgain} />;
  if (log.isLoading) return <Skeleton what="events" height={24} rows={8} />;
  return filtered ? (
    <EmptyState icon="search" title="No such event">
      Show all events of all attempts to see what was said.
    </EmptyState>
  ) : (
    <EmptyState icon="queued" title="Nothing was said yet">
      What the server does and the extractor says will stand here.
    </EmptyState>
  );
};

/** Everything that was said and done about a job, oldest first. */
export const EventLog = ({ job, events, filter, onFilter }: EventLogProps) => {
  const live = !isOver(job);
  const [wrap, setWrap] = useState(isNarrow);
  const [wantsFollow, setFollow] = useState(true);
  const follow = live && wantsFollow;
  const { range, point } = usePointedLines();
  const log = useLog(job.id, filter, live, events);
  const list = useLogList(log, follow);
  const leaveEnd = (): void => setFollow(false);
  const search = useSearch(job.id, filter, (seq) => {
    leaveEnd();
    list.goTo(seq);
  });
  useStart(log, range?.from, list);
  const turnFollow = (on: boolean): void => {
    setFollow(on);
    if (on) list.goToEnd();
  };
  const hit = search.hits[search.at];
  return (
    <section className="panel" aria-labelledby="h-log">
      <LogBar
        id={job.id}
        attempts={job.attempt_count}
        filter={filter}
        onFilter={onFilter}
        search={search}
        wrap={wrap}
        onWrap={setWrap}
        follow={follow}
        onFollow={live ? turnFollow : undefined}
      />
      {log.rows.length === 0 ? (
        <Placeholder log={log} filtered={filter.show !== 'all' || filter.attempt !== null} />
      ) : (
        <LogList
          log={log}
          list={list}
          wrap={wrap}
          query={search.query}
          marked={hit === undefined ? range : { from: hit, to: hit }}
          onPoint={point}
          onLeaveEnd={leaveEnd}
        />
      )}
      <LogEnd
        log={log}
        follow={live ? follow : undefined}
        onEnd={() => (live ? turnFollow(true) : list.goToEnd())}
      />
    </section>
  );
};

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

const extent = ({ window, rows }: Log): string => {
  const { events, older, newer } = window;
  const loaded = `${counted(events.length, 'event')} in ${counted(rows.length, 'row')}`;
  if (!older && !newer) return loaded;
  return `${loaded} loaded, ${older && newer ? 'more before and after' : older ? 'more before' : 'more after'}`;
};

interface LogEndProps {
  readonly log: Log;
  /** Undefined where nothing more will come. */
  readonly follow: boolean | undefined;
  readonly onEnd: () => void;
}

/** Below the log: whether it follows, and how much of it there is. */
const LogEnd = ({ log, follow, onEnd }: LogEndProps) => (
  <div className="logend">
    {follow ? <b>Following the end</b> : null}
    <span>
      {extent(log)}.{follow ? ' Scrolling up stops it.' : ''}
    </span>
    {follow || log.rows.length === 0 ? null : (
      <button type="button" className="linkish" onClick={onEnd}>
        Jump to the end
      </button>
    )}
  </div>
);
