import type { Job } from '@pawprint/protocol';
import type { ReactNode } from 'react';
import { Icon } from '../../design/icon.tsx';
import { FlagMark, StateMark } from '../../design/state.tsx';
import { Time } from '../../design/time.tsx';
import type { RowMessage } from '../job/job-message.ts';
import { CELL } from './row-props.ts';
import { useTreeActions } from './tree-context.ts';

interface TwistyProps {
  readonly rowKey: string;
  readonly open: boolean;
  /** What is opened: "rig.slow", "job c3ab61d9". */
  readonly what: string;
}

/** Opens and closes the row it stands in. */
export const Twisty = ({ rowKey, open, what }: TwistyProps) => {
  const { toggle } = useTreeActions();
  return (
    <button
      type="button"
      className="tw"
      tabIndex={-1}
      data-row-open
      aria-label={`${open ? 'Close' : 'Open'} ${what}`}
      onClick={() => toggle(rowKey)}
    >
      <Icon name={open ? 'down' : 'right'} />
    </button>
  );
};

export const Cell = ({ name, children }: { readonly name: string; readonly children?: ReactNode }) => (
  <td {...CELL} className={name}>
    {children}
  </td>
);

export const TimeCell = ({ name, at }: { readonly name: string; readonly at: string | null }) => (
  <Cell name={at ? name : `${name} dim`}>{at ? <Time at={at} /> : '–'}</Cell>
);

export const Message = ({ message }: { readonly message: RowMessage }) =>
  message.text ? (
    <span className={message.bad ? 'msg err' : 'msg'} title={message.text}>
      {message.text}
    </span>
  ) : null;

interface StatusCellProps {
  readonly job: Job;
  readonly children: ReactNode;
}

export const StatusCell = ({ job, children }: StatusCellProps) => (
  <td {...CELL} className="c-status">
    <StateMark state={job.state} />
    {job.flags.includes('stalled') ? <FlagMark flag="stalled" /> : null}
    {children}
  </td>
);
