import type { Attempt, Event } from '@pawprint/protocol';
import { type AttemptGroup, groupAttempts } from '../attempt-groups.ts';
import { lookOfEvent } from '../events/event-kinds.ts';
import type { EventWindow } from '../events/event-window.ts';
import { type Fold, foldLines } from '../events/fold-lines.ts';
import type { SeenJob } from '../job-snapshot.ts';

/** What was loaded of a job whose row is open. */
export interface OpenJob {
  readonly attempts: readonly Attempt[] | undefined;
  readonly events: EventWindow | undefined;
  readonly error: unknown;
}

export type Openness = (key: string, byDefault: boolean) => boolean;

interface At {
  readonly key: string;
  readonly level: number;
  readonly jobId: string;
  /** The first row below its job. */
  readonly begins?: boolean;
  /** The last row of an attempt: it keeps a distance from what follows. */
  readonly ends?: boolean;
}

export type SectionRow =
  | (At & {
      readonly type: 'attempt';
      readonly seen: SeenJob;
      readonly group: AttemptGroup;
      readonly open: boolean;
    })
  | (At & {
      readonly type: 'server';
      readonly open: boolean;
      /** What happened, in a word each. */
      readonly words: readonly string[];
    })
  | (At & {
      readonly type: 'line';
      readonly event: Event;
      readonly fold: Fold;
      readonly foldKey: string;
      readonly open: boolean;
    })
  | (At & { readonly type: 'older-lines' })
  | (At & { readonly type: 'no-lines' })
  | (At & { readonly type: 'loading' })
  | (At & { readonly type: 'problem'; readonly error: unknown });

/** So many of the newest attempts show their lines without being asked; with more the list would be all lines. */
const OPEN_AT_FIRST = 3;

interface Loaded {
  readonly seen: SeenJob;
  readonly jobId: string;
  readonly attempts: readonly Attempt[];
  readonly events: EventWindow;
  readonly isOpen: Openness;
}

const foldRows = ({ jobId, isOpen }: Loaded, fold: Fold, level: number): SectionRow[] => {
  const [first] = fold.events;
  const row = { type: 'line' as const, jobId, level };
  const foldKey = `f:${jobId}:${first.seq}`;
  const open = fold.kind !== 'line' && isOpen(foldKey, false);
  const shown = open ? fold.events : [first];
  return shown.map((event) => ({
    ...row,
    key: `l:${jobId}:${event.seq}`,
    event,
    foldKey,
    // Opened, only the first line keeps the button that folds them again.
    fold: event === first ? fold : { kind: 'line', events: [event] },
    open,
  }));
};

/** The events before those that are loaded may belong to this attempt. */
const mayHaveOlder = ({ events }: Loaded, attempt: number | null): boolean => {
  const first = events.events[0]?.attempt ?? Number.POSITIVE_INFINITY;
  return events.older && (attempt ?? 0) <= first;
};

const lineRows = (loaded: Loaded, attempt: Attempt | null, level: number): SectionRow[] => {
  const { jobId, events } = loaded;
  const number = attempt?.number ?? null;
  const said = events.events.filter((event) => event.attempt === number);
  const lines = foldLines(said, { live: attempt?.outcome === 'RUNNING' }).flatMap((fold) =>
    foldRows(loaded, fold, level),
  );
  const key = `${jobId}:${number ?? 's'}`;
  if (mayHaveOlder(loaded, number)) return [{ type: 'older-lines', key: `o:${key}`, level, jobId }, ...lines];
  return lines.length > 0 ? lines : [{ type: 'no-lines', key: `n:${key}`, level, jobId }];
};

const attemptRows = (loaded: Loaded, attempt: Attempt, level: number, byDefault: boolean): SectionRow[] => {
  const { jobId, isOpen } = loaded;
  const key = `a:${jobId}:${attempt.number}`;
  const open = isOpen(key, byDefault);
  const head: SectionRow = { type: 'attempt', key, level, jobId, seen: loaded.seen, group: [attempt], open };
  return open ? [head, ...lineRows(loaded, attempt, level + 1)] : [head];
};

const ended = (rows: readonly SectionRow[]): SectionRow[] =>
  rows.map((row, at) => (at === rows.length - 1 ? { ...row, ends: true } : row));

const groupRows = (loaded: Loaded, group: AttemptGroup, place: number): SectionRow[] => {
  const [first, ...others] = group;
  if (others.length === 0) return ended(attemptRows(loaded, first, 3, place < OPEN_AT_FIRST));
  const { jobId, seen } = loaded;
  const key = `g:${jobId}:${first.number}`;
  const open = loaded.isOpen(key, false);
  const head: SectionRow = { type: 'attempt', key, level: 3, jobId, seen, group, open };
  const inside = open ? group.toReversed().flatMap((attempt) => attemptRows(loaded, attempt, 4, false)) : [];
  return ended([head, ...inside]);
};

/** What the server did before and around the attempts: all there is while nothing has started. */
const serverRows = (loaded: Loaded): SectionRow[] => {
  const { jobId, attempts, events, isOpen } = loaded;
  const said = events.events.filter(({ attempt }) => attempt === null);
  if (!events.older && said.length === 0) return [];
  const words = [...new Set(said.map((event) => lookOfEvent(event).word ?? ''))].filter(Boolean);
  const open = isOpen(`s:${jobId}`, attempts.length === 0);
  const head: SectionRow = { type: 'server', key: `s:${jobId}`, level: 3, jobId, open, words };
  return ended(open ? [head, ...lineRows(loaded, null, 4)] : [head]);
};

const rowsOf = (loaded: Loaded): SectionRow[] => [
  ...groupAttempts(loaded.attempts).flatMap((group, place) => groupRows(loaded, group, place)),
  ...serverRows(loaded),
];

/** The rows below an opened job: its attempts, newest first, each with its lines; then what the server did. */
export const jobSections = (seen: SeenJob, job: OpenJob | undefined, isOpen: Openness): SectionRow[] => {
  const jobId = seen.job.id;
  if (job?.error) return [{ type: 'problem', key: `p:${jobId}`, level: 3, jobId, error: job.error }];
  if (!job?.attempts || !job.events)
    return ended([{ type: 'loading', key: `w:${jobId}`, level: 3, jobId, begins: true }]);
  const rows = rowsOf({ seen, jobId, attempts: job.attempts, events: job.events, isOpen });
  return rows.map((row, at) => (at === 0 ? { ...row, begins: true } : row));
};
