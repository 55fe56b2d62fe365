import type { Job } from '@pawprint/protocol';
import { useEffect, useEffectEvent, useState } from 'react';
import { EmptyState } from '../../../design/empty-state.tsx';
import { ErrorPanel } from '../../../design/error-panel.tsx';
import { Skeleton } from '../../../design/skeleton.tsx';
import type { EventFilter } from '../../events/event-filter.ts';
import type { LiveEvents } from '../../events/live-events.ts';
import { isOver } from '../../job/seen-job.ts';
import { LogBar } from './log-bar.tsx';
import { LogEnd } from './log-end.tsx';
import { LogList } from './log-list.tsx';
import { type Log, useLog } from './use-log.ts';
import { useLogList } from './use-log-list.ts';
import { usePointedLines } from './use-pointed-lines.ts';
import { useSearch } from './use-search.ts';
import './log.css';

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
