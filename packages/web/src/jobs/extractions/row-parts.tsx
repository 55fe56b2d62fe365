import { VisuallyHidden } from '@mantine/core';
import { useMergedRef } from '@mantine/hooks';
import type { Job } from '@pawprint/protocol';
import clsx from 'clsx';
import {
  type ComponentProps,
  createContext,
  type ReactNode,
  useContext,
  useLayoutEffect,
  useRef,
} from 'react';
import { Icon } from '../../design/icon.tsx';
import { FlagBadge, StateBadge } from '../../design/state.tsx';
import text from '../../design/text.module.css';
import { Time } from '../../design/time.tsx';
import { openClickedRow } from '../../keyboard/rows.ts';
import { useRight } from '../../sharing/rights.tsx';
import { CancelButton } from '../actions/cancel-button.tsx';
import { ResubmitButton } from '../actions/resubmit-button.tsx';
import { ResourceLink } from '../job-links.tsx';
import { isInferred, isOver } from '../job-snapshot.ts';
import { hasFailed, type RowMessage } from '../job-text.ts';
import styles from './tree.module.css';
import type { TreeRow } from './tree-rows.ts';

export type RowOf<Type extends TreeRow['type']> = Extract<TreeRow, { readonly type: Type }>;

export type RowProps<Type extends TreeRow['type']> = { readonly row: RowOf<Type> } & RowAttributes;

/** The attributes of every row's element: its place in the tree, and whether the keyboard stops at it. */
export interface RowAttributes {
  readonly role: 'row';
  readonly 'aria-level': number;
  readonly 'aria-rowindex'?: number | undefined;
  readonly 'data-key': string;
  readonly 'data-row'?: boolean | undefined;
  readonly 'data-first'?: boolean | undefined;
  readonly 'data-last'?: boolean | undefined;
  readonly 'data-index'?: number | undefined;
}

/** The one row that is in the order of the Tab key. */
export interface TabStop {
  readonly key: string | undefined;
  /** The row, or something in it, has the focus. */
  readonly hasFocus: boolean;
}

const TabStop = createContext<TabStop>({ key: undefined, hasFocus: false });

export const TabStopContext = TabStop.Provider;

/**
 * The element of every row. It opens by a click, and Tab stops at one of them only; the links and buttons in that row come
 * after it, without the button that opens the row, since Enter on the row does the same.
 */
export const Row = ({ className, ref, children, ...attributes }: RowAttributes & ComponentProps<'tr'>) => {
  const { key, hasFocus } = useContext(TabStop);
  const isTabStop = key === attributes['data-key'];
  const element = useRef<HTMLTableRowElement>(null);
  // The element that had the focus is gone: it was in the place of this row until the code of the row had loaded.
  useLayoutEffect(() => {
    if (isTabStop && hasFocus && document.activeElement === document.body)
      element.current?.focus({ preventScroll: true });
  });
  // What the cells contain decides itself what can be focused, so the order of the Tab key is set afterwards.
  useLayoutEffect(() => {
    for (const inside of element.current?.querySelectorAll<HTMLElement>('a, button, input') ?? [])
      inside.tabIndex = isTabStop && !inside.matches('[data-row-open]') ? 0 : -1;
  });
  return (
    <tr
      {...attributes}
      ref={useMergedRef(ref, element)}
      className={clsx(attributes['data-row'] && styles.opens, className)}
      tabIndex={attributes['data-row'] ? (isTabStop ? 0 : -1) : undefined}
      onClick={attributes['data-row'] ? openClickedRow : undefined}
    >
      {children}
    </tr>
  );
};

/** In some browsers, parts of a table with a grid layout lose their roles; these restore them. */
export const ROW = { role: 'row' } as const;
export const CELL = { role: 'gridcell' } as const;
const HEAD = { role: 'columnheader', scope: 'col' } as const;

/** What rows can do. */
export interface TreeActions {
  readonly setOpen: (key: string, open: boolean) => void;
  /** The job that was just resubmitted here: its row gets the focus. */
  readonly submitted: string | null;
  readonly clearSubmitted: () => void;
  readonly onChanged: (job: Job) => void;
  readonly onResubmitted: (job: Job) => void;
  readonly loadOlderJobs: (extractor: string) => void;
  /** The extractor whose older jobs are being loaded. */
  readonly loadingOlder: string | null;
  readonly olderError: Error | null;
  readonly loadOlderLines: (jobId: string) => Promise<void>;
  readonly reloadJob: (jobId: string) => void;
}

const Context = createContext<TreeActions | null>(null);

export const TreeContext = Context.Provider;

export const useTreeActions = (): TreeActions => {
  const actions = useContext(Context);
  if (!actions) throw new Error('A row of the Extractions tab is rendered outside of TreeContext.');
  return actions;
};

type Column = 'name' | 'by' | 'started' | 'updated' | 'status' | 'time' | 'count' | 'action';

/** The heads of all columns but the last, which holds the actions. */
export const HeadCells = ({ heads }: { readonly heads: readonly (readonly [Column, string])[] }) => (
  <>
    {heads.map(([column, label]) => (
      <th {...HEAD} key={column} className={styles[column]}>
        {label}
      </th>
    ))}
    <th {...HEAD}>
      <VisuallyHidden component="span">Actions</VisuallyHidden>
    </th>
  </>
);

interface CellProps {
  readonly column: Column;
  readonly dimmed?: boolean;
  readonly children?: ReactNode;
}

export const Cell = ({ column, dimmed = false, children }: CellProps) => (
  <td {...CELL} className={clsx(styles[column], dimmed && text.dimmed)}>
    {children}
  </td>
);

interface TimeCellProps {
  readonly column: 'started' | 'updated';
  readonly at: string | null;
}

export const TimeCell = ({ column, at }: TimeCellProps) => (
  <Cell column={column} dimmed={at === null}>
    {at ? <Time at={at} /> : '–'}
  </Cell>
);

export const StatusCell = ({ job, children }: { readonly job: Job; readonly children: ReactNode }) => (
  <Cell column="status">
    <StateBadge state={job.state} />
    {job.flags.includes('stalled') ? <FlagBadge flag="stalled" /> : null}
    {job.flags.includes('imported') ? <FlagBadge flag="imported" /> : null}
    {children}
  </Cell>
);

export const Message = ({ message }: { readonly message: RowMessage }) =>
  message.text ? (
    <span className={clsx(styles.message, message.isError && styles.error)} title={message.text}>
      {message.text}
    </span>
  ) : null;

/** What the job works on: a file or a dataset, and the file that set a job on the dataset off. */
export const NamedResource = ({ job: { resource, cause } }: { readonly job: Job }) => (
  <span className={styles.resource} title={cause ? `${resource.name}, for ${cause.name}` : resource.name}>
    <ResourceLink resource={resource} />
    {cause ? <span className={text.dimmed}> for {cause.name}</span> : null}
  </span>
);

interface ToggleProps {
  readonly rowKey: string;
  readonly open: boolean;
  /** What is opened: "rig.slow", "job c3ab61d9". */
  readonly what: string;
}

/** Opens and closes the row it is in. */
export const Toggle = ({ rowKey, open, what }: ToggleProps) => {
  const { setOpen } = useTreeActions();
  return (
    <button
      type="button"
      className={styles.toggle}
      data-row-open
      aria-label={`${open ? 'Close' : 'Open'} ${what}`}
      onClick={() => setOpen(rowKey, !open)}
    >
      <Icon name={open ? 'down' : 'right'} />
    </button>
  );
};

/** Cancels a job that is not over, resubmits one that is, for those who have the right. Only the button of a failed job has a border. */
export const JobAction = ({ job }: { readonly job: Job }) => {
  const { onChanged, onResubmitted } = useTreeActions();
  const canSubmit = useRight('submit');
  const canCancel = useRight('cancel');
  if (isInferred(job)) return null;
  if (isOver(job)) {
    if (!canSubmit) return null;
    const variant = hasFailed(job) ? 'default' : 'subtle';
    return <ResubmitButton job={job} onResubmitted={onResubmitted} size="xs" variant={variant} />;
  }
  if (job.flags.includes('cancel_requested')) return <span className={text.dimmed}>Cancelling…</span>;
  return canCancel ? <CancelButton job={job} onCancelled={onChanged} size="xs" variant="subtle" /> : null;
};
