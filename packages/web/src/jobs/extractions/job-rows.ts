import type { Attempt, Event } from '@pawprint/protocol';
import { type AttemptGroup, groupAttempts } from '../attempt-groups.ts';
import { styleOfKind } from '../events/event-kinds.ts';
import type { EventWindow } from '../events/event-window.ts';
import { type Fold, foldLines } from '../events/fold-lines.ts';
import type { JobSnapshot } from '../job-snapshot.ts';

/** What is loaded of a job when its row is opened. */
export interface JobContent {
  readonly attempts: readonly Attempt[] | undefined;
  readonly events: EventWindow | undefined;
  readonly error: unknown;
}

export type IsOpen = (key: string, byDefault: boolean) => boolean;

interface RowBase {
  readonly key: string;
  readonly level: number;
  readonly jobId: string;
  /** The first row below its job. */
  readonly isFirst?: boolean;
  /** The last row of an attempt, which has space below it. */
  readonly isLast?: boolean;
}

export type JobContentRow =
  | (RowBase & {
      readonly type: 'attempt';
      readonly snapshot: JobSnapshot;
      readonly group: AttemptGroup;
      readonly open: boolean;
    })
  | (RowBase & {
      readonly type: 'server';
      readonly open: boolean;
      /** The labels of the server's events. */
      readonly labels: readonly string[];
    })
  | (RowBase & {
      readonly type: 'line';
      readonly event: Event;
      readonly fold: Fold;
      readonly foldKey: string;
      readonly open: boolean;
    })
  | (RowBase & { readonly type: 'older-lines' })
  | (RowBase & { readonly type: 'no-lines' })
  | (RowBase & { readonly type: 'loading' })
  | (RowBase & { readonly type: 'problem'; readonly error: unknown });

/** The rows below an open job: its attempts, newest first, each with its lines; then the server's events. */
export const jobContentRows = (
  snapshot: JobSnapshot,
  content: JobContent | undefined,
  isOpen: IsOpen,
): JobContentRow[] => {
  const jobId = snapshot.job.id;
  const base = { level: 3, jobId };
  if (content?.error) return [{ ...base, type: 'problem', key: `p:${jobId}`, error: content.error }];
  if (!content?.attempts || !content.events)
    return [{ ...base, type: 'loading', key: `w:${jobId}`, isFirst: true, isLast: true }];
  const loaded = { snapshot, jobId, attempts: content.attempts, events: content.events, isOpen };
  const rows = [
    ...groupAttempts(loaded.attempts).flatMap((group, index) => groupRows(loaded, group, index)),
    ...serverRows(loaded),
  ];
  return rows.map((row, index) => (index === 0 ? { ...row, isFirst: true } : row));
};

interface LoadedJob {
  readonly snapshot: JobSnapshot;
  readonly jobId: string;
  readonly attempts: readonly Attempt[];
  readonly events: EventWindow;
  readonly isOpen: IsOpen;
}

/** The newest attempts show their lines from the start. If more did, the list would be long. */
const OPEN_FROM_START = 3;

const groupRows = (job: LoadedJob, group: AttemptGroup, index: number): JobContentRow[] => {
  const [first, ...others] = group;
  if (others.length === 0) return markLast(attemptRows(job, first, 3, index < OPEN_FROM_START));
  const { jobId, snapshot } = job;
  const key = `g:${jobId}:${first.number}`;
  const open = job.isOpen(key, false);
  const head: JobContentRow = { type: 'attempt', key, level: 3, jobId, snapshot, group, open };
  const inside = open ? group.toReversed().flatMap((attempt) => attemptRows(job, attempt, 4, false)) : [];
  return markLast([head, ...inside]);
};

const attemptRows = (
  job: LoadedJob,
  attempt: Attempt,
  level: number,
  openByDefault: boolean,
): JobContentRow[] => {
  const { jobId, snapshot } = job;
  const key = `a:${jobId}:${attempt.number}`;
  const open = job.isOpen(key, openByDefault);
  const head: JobContentRow = { type: 'attempt', key, level, jobId, snapshot, group: [attempt], open };
  return open ? [head, ...lineRows(job, attempt, level + 1)] : [head];
};

/** The server's events before and between the attempts. They are open if no attempt has started. */
const serverRows = (job: LoadedJob): JobContentRow[] => {
  const { jobId, attempts, events, isOpen } = job;
  const serverEvents = events.events.filter(({ attempt }) => attempt === null);
  if (!events.older && serverEvents.length === 0) return [];
  const labels = [...new Set(serverEvents.flatMap(({ kind }) => styleOfKind(kind).label ?? []))];
  const key = `s:${jobId}`;
  const open = isOpen(key, attempts.length === 0);
  const head: JobContentRow = { type: 'server', key, level: 3, jobId, open, labels };
  return markLast(open ? [head, ...lineRows(job, null, 4)] : [head]);
};

const lineRows = (job: LoadedJob, attempt: Attempt | null, level: number): JobContentRow[] => {
  const { jobId, events } = job;
  const number = attempt?.number ?? null;
  const own = events.events.filter((event) => event.attempt === number);
  const folds = foldLines(own, { live: attempt?.outcome === 'RUNNING' });
  const lines = folds.flatMap((fold) => foldRows(job, fold, level));
  const key = `${jobId}:${number ?? 's'}`;
  if (mayHaveOlder(events, number)) return [{ type: 'older-lines', key: `o:${key}`, level, jobId }, ...lines];
  return lines.length > 0 ? lines : [{ type: 'no-lines', key: `n:${key}`, level, jobId }];
};

/** Whether events that are not loaded may belong to the attempt. */
const mayHaveOlder = ({ events, older }: EventWindow, attempt: number | null): boolean => {
  const first = events[0]?.attempt ?? Number.POSITIVE_INFINITY;
  return older && (attempt ?? 0) <= first;
};

const foldRows = ({ jobId, isOpen }: LoadedJob, fold: Fold, level: number): JobContentRow[] => {
  const [first] = fold.events;
  const foldKey = `f:${jobId}:${first.number}`;
  const open = fold.kind !== 'line' && isOpen(foldKey, false);
  const shown = open ? fold.events : [first];
  return shown.map((event) => ({
    type: 'line',
    key: `l:${jobId}:${event.seq}`,
    jobId,
    level,
    event,
    foldKey,
    // The first line of an open fold keeps the button that closes it.
    fold: event === first ? fold : { kind: 'line', events: [event] },
    open,
  }));
};

const markLast = (rows: readonly JobContentRow[]): JobContentRow[] =>
  rows.map((row, index) => (index === rows.length - 1 ? { ...row, isLast: true } : row));
