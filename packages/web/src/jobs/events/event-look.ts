import type { Event } from '@pawprint/protocol';
import type { IconName } from '../../design/icon.tsx';

export type EventKind = Event['kind'];

interface KindLook {
  readonly from: 'extractor' | 'server';
  /** Only changes of state have a name in the log; chatter speaks for itself. */
  readonly word?: string;
  readonly icon?: IconName;
  /** A state's tone, where the change is one to notice. */
  readonly tone?: string;
}

const LOOKS: Readonly<Record<EventKind, KindLook>> = {
  STARTED: { from: 'extractor', word: 'Started', icon: 'play' },
  PROCESSING: { from: 'extractor' },
  LOG: { from: 'extractor' },
  PROGRESS: { from: 'extractor' },
  SUCCEEDED: { from: 'extractor', word: 'Done', icon: 'done', tone: 'done' },
  SKIPPED: { from: 'extractor', word: 'Skipped', icon: 'skipped' },
  ERROR: { from: 'extractor', word: 'Failed', icon: 'failed', tone: 'failed' },
  RESUBMITTED: { from: 'extractor', word: 'Retrying', icon: 'retrying', tone: 'retrying' },
  SUBMITTED: { from: 'server', word: 'Submitted', icon: 'submitted' },
  QUEUED: { from: 'server', word: 'Queued', icon: 'queued' },
  DISPATCH_FAILED: { from: 'server', word: 'Not sent', icon: 'stalled', tone: 'stalled' },
  CANCEL_REQUESTED: { from: 'server', word: 'Cancel asked', icon: 'x' },
  CANCELLED: { from: 'server', word: 'Cancelled', icon: 'cancelled' },
  STALLED: { from: 'server', word: 'Stalled', icon: 'stalled', tone: 'stalled' },
  ATTEMPT_LOST: { from: 'server', word: 'Lost', icon: 'lost', tone: 'lost' },
  LOST: { from: 'server', word: 'Lost', icon: 'lost', tone: 'lost' },
  REVIVED: { from: 'server', word: 'Revived', icon: 'running', tone: 'running' },
  RESUBMITTED_AS: { from: 'server', word: 'Resubmitted', icon: 'redo' },
  OUTPUT_REFUSED: { from: 'server', word: 'Refused', icon: 'cancelled', tone: 'failed' },
};

export const lookOfEvent = ({ kind }: Pick<Event, 'kind'>): KindLook => LOOKS[kind];

const kinds = Object.keys(LOOKS) as EventKind[];

export const EXTRACTOR_KINDS = kinds.filter((kind) => LOOKS[kind].from === 'extractor');
export const SERVER_KINDS = kinds.filter((kind) => LOOKS[kind].from === 'server');
/** What went wrong, whoever says so. */
export const ERROR_KINDS: readonly EventKind[] = [
  'ERROR',
  'RESUBMITTED',
  'DISPATCH_FAILED',
  'ATTEMPT_LOST',
  'LOST',
  'OUTPUT_REFUSED',
];

export type LineTone = 'plain' | 'server' | 'bad' | 'warn';

/** Server lines are in the text face and dim; an extractor's are monospace, and red where it says that it failed. */
export const lineTone = ({ kind, level }: Pick<Event, 'kind' | 'level'>): LineTone => {
  if (kind === 'ERROR' || kind === 'RESUBMITTED' || level === 'error') return 'bad';
  if (level === 'warn') return 'warn';
  return LOOKS[kind].from === 'server' ? 'server' : 'plain';
};

/** A server's line without words still says what happened. */
export const wordsOf = (event: Pick<Event, 'kind' | 'message'>): string =>
  event.message.trim() === '' ? (LOOKS[event.kind].word ?? '') : event.message;
