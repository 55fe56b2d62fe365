import type { Job } from '@pawprint/protocol';
import clsx from 'clsx';
import { useEffect, useEffectEvent, useState } from 'react';
import { countOf } from '../../design/count.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorPanel } from '../../design/error-panel.tsx';
import { LoadingRows } from '../../design/loading-rows.tsx';
import { Panel } from '../../design/panel.tsx';
import text from '../../design/text.module.css';
import type { EventFilter } from '../events/event-kinds.ts';
import type { LiveEvents } from '../events/live-events.ts';
import { isOver } from '../job-snapshot.ts';
import styles from './event-log.module.css';
import { useLineRange } from './line-range.ts';
import { LogList } from './log-list.tsx';
import type { LogAddress } from './log-params.ts';
import { useLogPosition } from './log-position.ts';
import { useLogSearch } from './log-search.tsx';
import { LogToolbar } from './log-toolbar.tsx';
import { type Log, useLog } from './use-log.ts';
import { type LogScroll, useLogScroll } from './use-log-scroll.ts';

interface EventLogProps {
  readonly job: Job;
  readonly events: LiveEvents;
  readonly filter: EventFilter;
  /** The filter, the search and whether lines are wrapped, in the address. */
  readonly address: LogAddress;
}

/** All events of a job, oldest first. */
export const EventLog = ({ job, events, filter, address }: EventLogProps) => {
  const live = !isOver(job);
  const [isNarrow] = useState(isPhone);
  const { wrap = isNarrow } = address.params;
  const position = useLogPosition();
  const [followWanted, setFollowWanted] = useState(position.line === undefined);
  const follow = live && followWanted;
  const { range, pointTo } = useLineRange();
  const log = useLog(job.id, filter, live, events);
  const scroll = useLogScroll(log, follow);
  const stopFollowing = (): void => setFollowWanted(false);
  const setFollow = (on: boolean): void => {
    setFollowWanted(on);
    if (on) scroll.scrollToEnd();
  };
  const search = useLogSearch(job.id, filter, address, (number) => {
    stopFollowing();
    scroll.scrollToLine(number);
  });
  useFirstPosition(log, position.line, range?.from, scroll);
  const hit = search.hits[search.position];
  return (
    <Panel aria-labelledby="log-heading">
      <LogToolbar
        job={job}
        headingId="log-heading"
        filter={filter}
        onFilter={({ show, attempt }) =>
          address.change({ show: show === 'all' ? undefined : show, attempt: attempt ?? undefined })
        }
        search={search}
        wrap={wrap}
        onWrap={(on) => address.change({ wrap: on === isNarrow ? undefined : on })}
        follow={follow}
        onFollow={live ? setFollow : undefined}
      />
      {log.rows.length === 0 ? (
        <Placeholder log={log} filtered={filter.show !== 'all' || filter.attempt !== null} />
      ) : (
        <LogList
          log={log}
          scroll={scroll}
          wrap={wrap}
          query={search.query}
          marked={hit === undefined ? range : { from: hit, to: hit }}
          onPoint={pointTo}
          onScrollUp={stopFollowing}
          onScrollEnd={position.remember}
        />
      )}
      <LogFoot
        log={log}
        follow={follow}
        onJumpToEnd={() => (live ? setFollow(true) : scroll.scrollToEnd())}
      />
    </Panel>
  );
};

/** A phone shows too little of a line that is not wrapped. */
const isPhone = (): boolean => window.matchMedia('(max-width: 860px)').matches;

/**
 * Scrolls a loaded log to where it was before the reader left the page, else to the line in the address, else to the first
 * error, else to the end.
 */
const useFirstPosition = (
  log: Log,
  top: number | undefined,
  line: number | undefined,
  scroll: LogScroll,
): void => {
  const isLoaded = !log.isLoading && log.error === null;
  const scrollToFirstPosition = useEffectEvent(() => {
    if (top !== undefined) return scroll.scrollToLine(top, 'start');
    const target = line ?? log.window.events.find(({ kind }) => kind === 'ERROR')?.number;
    if (target === undefined) scroll.scrollToEnd();
    else scroll.scrollToLine(target);
  });
  useEffect(() => {
    if (isLoaded) scrollToFirstPosition();
  }, [isLoaded]);
};

const Placeholder = ({ log, filtered }: { readonly log: Log; readonly filtered: boolean }) => {
  if (log.error)
    return <ErrorPanel what="The events could not be loaded." error={log.error} onRetry={log.reload} />;
  if (log.isLoading) return <LoadingRows what="events" height={24} rows={8} />;
  return filtered ? (
    <EmptyState icon="search" title="No matching events">
      Choose “All” and all attempts to see the other events.
    </EmptyState>
  ) : (
    <EmptyState icon="queued" title="No events yet">
      Events of the server and reports of the extractor will appear here.
    </EmptyState>
  );
};

interface LogFootProps {
  readonly log: Log;
  readonly follow: boolean;
  readonly onJumpToEnd: () => void;
}

const LogFoot = ({ log, follow, onJumpToEnd }: LogFootProps) => (
  <div className={styles.foot}>
    {follow ? <b className={styles.following}>Following the end</b> : null}
    <span>
      {describeExtent(log)}.{follow ? ' Scrolling up stops it.' : ''}
    </span>
    {follow || log.rows.length === 0 ? null : (
      <button type="button" className={clsx(text.link, styles.toEnd)} onClick={onJumpToEnd}>
        Jump to the end
      </button>
    )}
  </div>
);

const describeExtent = ({ window, rows }: Log): string => {
  const { events, older, newer, archived } = window;
  const source = archived ? ', old ones from the archive' : '';
  const loaded = `${countOf(events.length, 'event')} in ${countOf(rows.length, 'row')}${source}`;
  if (!older && !newer) return loaded;
  return `${loaded} loaded, ${older && newer ? 'more before and after' : older ? 'more before' : 'more after'}`;
};
