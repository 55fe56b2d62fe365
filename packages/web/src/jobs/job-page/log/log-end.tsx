import type { Log } from './use-log.ts';

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
export const LogEnd = ({ log, follow, onEnd }: LogEndProps) => (
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
