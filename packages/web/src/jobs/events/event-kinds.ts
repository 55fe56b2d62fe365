import type { Event } from '@pawprint/protocol';
import { isInGroup } from '@pawprint/protocol/client';
import type { IconName } from '../../design/icon.tsx';

export type EventKind = Event['kind'];

interface KindStyle {
  /** Only changes of a job's state are labelled in the log. */
  readonly label?: string;
  readonly icon?: IconName;
  /** The tone of a state, for changes that a reader should notice. */
  readonly tone?: 'done' | 'failed' | 'retrying' | 'stalled' | 'lost' | 'running';
}

const STYLES: Readonly<Record<EventKind, KindStyle>> = {
  STARTED: { label: 'Started', icon: 'play' },
  PROCESSING: {},
  LOG: {},
  PROGRESS: {},
  SUCCEEDED: { label: 'Done', icon: 'done', tone: 'done' },
  SKIPPED: { label: 'Skipped', icon: 'skipped' },
  ERROR: { label: 'Failed', icon: 'failed', tone: 'failed' },
  RESUBMITTED: { label: 'Retrying', icon: 'retrying', tone: 'retrying' },
  SUBMITTED: { label: 'Submitted', icon: 'submitted' },
  QUEUED: { label: 'Queued', icon: 'queued' },
  DISPATCH_FAILED: { label: 'Not sent', icon: 'stalled', tone: 'stalled' },
  CANCEL_REQUESTED: { label: 'Cancel requested', icon: 'x' },
  CANCELLED: { label: 'Cancelled', icon: 'cancelled' },
  STALLED: { label: 'Stalled', icon: 'stalled', tone: 'stalled' },
  STALL_ENDED: { label: 'Not stalled', icon: 'submitted' },
  ATTEMPT_LOST: { label: 'Lost', icon: 'lost', tone: 'lost' },
  LOST: { label: 'Lost', icon: 'lost', tone: 'lost' },
  REVIVED: { label: 'Revived', icon: 'running', tone: 'running' },
  RESUBMITTED_AS: { label: 'Resubmitted', icon: 'redo' },
  CHAIN_LIMIT: { label: 'Stopped', icon: 'skipped' },
  OUTPUT_RECEIVED: { label: 'Output received', icon: 'play' },
  OUTPUT_REFUSED: { label: 'Refused', icon: 'cancelled', tone: 'failed' },
  FAILURE_FOUND: { label: 'Failed', icon: 'failed', tone: 'failed' },
  VERSION_FOUND: { label: 'Version', icon: 'submitted' },
};

export const styleOfKind = (kind: EventKind): KindStyle => STYLES[kind];

/** `server` is set in the text face and dimmed; an extractor's lines are monospaced and coloured by their level. */
export type LineTone = 'plain' | 'server' | 'error' | 'warning';

export const lineTone = ({ kind, level }: Pick<Event, 'kind' | 'level'>): LineTone => {
  if (kind === 'ERROR' || kind === 'RESUBMITTED' || level === 'error') return 'error';
  if (level === 'warn') return 'warning';
  return isInGroup({ kind }, 'server') ? 'server' : 'plain';
};

/** The text of an event's line. An event without a message shows its progress or the label of its kind. */
export const lineText = ({
  kind,
  message,
  progress,
}: Pick<Event, 'kind' | 'message' | 'progress'>): string => {
  const isEmpty = message.trim() === '';
  if (progress === null || message.includes('%')) return isEmpty ? (STYLES[kind].label ?? '') : message;
  const percent = `${Math.round(progress * 100)}%`;
  return isEmpty ? `${percent} done` : `${percent} ${message}`;
};

export type EventSelection = 'all' | 'extractor' | 'server' | 'errors';

/** Which events of a job are shown. The server filters, so that a log of any length can be filtered. */
export interface EventFilter {
  readonly show: EventSelection;
  readonly attempt: number | null;
}

export const ALL_EVENTS: EventFilter = { show: 'all', attempt: null };

/** The filter as parameters of the request for events. */
export const filterQuery = ({
  show,
  attempt,
}: EventFilter): { readonly show?: Exclude<EventSelection, 'all'>; readonly attempt?: number } => ({
  ...(show === 'all' ? {} : { show }),
  ...(attempt === null ? {} : { attempt }),
});

/** Whether the filter shows an event that came live. The server applies the same rule to the others. */
export const passesFilter = (
  event: Pick<Event, 'kind' | 'level' | 'attempt'>,
  { show, attempt }: EventFilter,
): boolean => (show === 'all' || isInGroup(event, show)) && (attempt === null || event.attempt === attempt);
