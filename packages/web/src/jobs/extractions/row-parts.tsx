import type { Job } from '@pawprint/protocol';
import { createContext, type ReactNode, useContext } from 'react';
import { Icon } from '../../design/icon.tsx';
import { FlagMark, StateMark } from '../../design/state.tsx';
import { Time } from '../../design/time.tsx';
import { CancelButton } from '../actions/cancel-button.tsx';
import { ResubmitButton } from '../actions/resubmit-button.tsx';
import { isInferred, isOver } from '../job-snapshot.ts';
import type { RowMessage } from '../job-text.ts';
import type { TreeRow } from './tree-rows.ts';

export type RowOf<Type extends TreeRow['type']> = Extract<TreeRow, { readonly type: Type }>;

/** Table parts that are laid out as grids lose their meaning in some browsers: it is said again. */
export const ROW = { role: 'row' } as const;
export const CELL = { role: 'gridcell' } as const;
const HEAD = { role: 'columnheader', scope: 'col' } as const;

/** What every row puts on its element: where it stands, and that the keyboard can reach it. */
export interface RowPlace {
  readonly role: 'row';
  readonly 'aria-level': number;
  readonly 'aria-rowindex'?: number | undefined;
  readonly 'data-key': string;
  readonly 'data-row'?: boolean | undefined;
  readonly 'data-begins'?: boolean | undefined;
  readonly 'data-ends'?: boolean | undefined;
  readonly 'data-index'?: number | undefined;
  readonly tabIndex?: number | undefined;
}

export type RowProps<Type extends TreeRow['type']> = { readonly row: RowOf<Type> } & RowPlace;

/** What a row can ask for. */
export interface TreeActions {
  readonly toggle: (key: string) => void;
  /** The job that was just asked for here: its row takes the focus. */
  readonly fresh: string | null;
  readonly forgetFresh: () => void;
  readonly onChanged: (job: Job) => void;
  readonly onResubmitted: (job: Job) => void;
  readonly loadOlderJobs: (extractor: string) => void;
  /** The extractor whose older jobs are on their way. */
  readonly loadingOlder: string | null;
  readonly olderError: Error | null;
  readonly loadOlderLines: (jobId: string) => Promise<void>;
  readonly askAgain: (jobId: string) => void;
}

const Context = createContext<TreeActions | null>(null);

export const TreeContext = Context.Provider;

export const useTreeActions = (): TreeActions => {
  const actions = useContext(Context);
  if (!actions) throw new Error('A row of the Extractions tab stands outside of it.');
  return actions;
};

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

interface Head {
  readonly name: string;
  readonly word: string;
}

const EXTRACTOR_HEADS: readonly Head[] = [
  { name: 'c-name', word: 'Extractor' },
  { name: 'c-by', word: 'Latest job' },
  { name: 'c-start', word: 'Started' },
  { name: 'c-upd', word: 'Updated' },
  { name: 'c-status', word: 'Latest status' },
  { name: 'c-time', word: 'Elapsed' },
  { name: 'c-n', word: 'Jobs' },
];

const JOB_HEADS: readonly Head[] = [
  { name: 'c-name', word: 'Job' },
  { name: 'c-by', word: 'By' },
  { name: 'c-start', word: 'Started' },
  { name: 'c-upd', word: 'Updated' },
  { name: 'c-status', word: 'Status' },
  { name: 'c-time', word: 'Wait · Run' },
  { name: 'c-n', word: 'Attempts' },
];

const HeadCells = ({ heads }: { readonly heads: readonly Head[] }) => (
  <>
    {heads.map(({ name, word }) => (
      <th {...HEAD} key={name} className={name}>
        {word}
      </th>
    ))}
    <th {...HEAD}>
      <span className="sr">Actions</span>
    </th>
  </>
);

export const TreeHead = () => (
  <tr {...ROW} className="r head">
    <HeadCells heads={EXTRACTOR_HEADS} />
  </tr>
);

/** Both levels share one set of columns, so that times and states line up; only some names differ. */
export const JobHeads = (place: RowPlace) => (
  <tr {...place} className="r sub">
    <HeadCells heads={JOB_HEADS} />
  </tr>
);

interface RowActionProps {
  readonly job: Job;
  readonly onChanged: (job: Job) => void;
  readonly onResubmitted: (job: Job) => void;
}

/** The one thing to do with a job in a row. Only what went wrong is outlined. */
export const RowAction = ({ job, onChanged, onResubmitted }: RowActionProps) => {
  if (isInferred(job)) return null;
  const wentWrong = job.state === 'FAILED' || job.state === 'LOST';
  if (isOver(job))
    return (
      <ResubmitButton
        job={job}
        onResubmitted={onResubmitted}
        size="xs"
        variant={wentWrong ? 'default' : 'subtle'}
      />
    );
  if (job.flags.includes('cancel_requested')) return <span className="dim">Cancelling…</span>;
  return <CancelButton job={job} onCancelled={onChanged} size="xs" variant="subtle" />;
};
