import type { Event } from '@pawprint/protocol';
import type { IconName } from '../../design/icon.tsx';

type EventKind = Event['kind'];

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

const EXTRACTOR_KINDS = kinds.filter((kind) => LOOKS[kind].from === 'extractor');
const SERVER_KINDS = kinds.filter((kind) => LOOKS[kind].from === 'server');
/** What went wrong, whoever says so. */
const ERROR_KINDS: readonly EventKind[] = [
  'ERROR',
  'RESUBMITTED',
  'DISPATCH_FAILED',
  'ATTEMPT_LOST',
  'LOST',
  'OUTPUT_REFUSED',
];

type LineTone = 'plain' | 'server' | 'bad' | 'warn';

/** Server lines are in the text face and dim; an extractor's are monospace, and red where it says that it failed. */
export const lineTone = ({ kind, level }: Pick<Event, 'kind' | 'level'>): LineTone => {
  if (kind === 'ERROR' || kind === 'RESUBMITTED' || level === 'error') return 'bad';
  if (level === 'warn') return 'warn';
  return LOOKS[kind].from === 'server' ? 'server' : 'plain';
};

/** A server's line without words still says what happened. */
const wordsOf = (event: Pick<Event, 'kind' | 'message'>): string =>
  event.message.trim() === '' ? (LOOKS[event.kind].word ?? '') : event.message;

export type Show = 'all' | 'extractor' | 'server' | 'errors';

/** Which events of a job are wanted. The server picks them, so that it works for any length. */
export interface EventFilter {
  readonly show: Show;
  readonly attempt: number | null;
}

export const ALL_EVENTS: EventFilter = { show: 'all', attempt: null };

const KINDS: Readonly<Record<Show, readonly EventKind[] | null>> = {
  all: null,
  extractor: EXTRACTOR_KINDS,
  server: SERVER_KINDS,
  errors: ERROR_KINDS,
};

interface FilterQuery {
  readonly kind?: EventKind[];
  readonly attempt?: number;
}

export const filterQuery = ({ show, attempt }: EventFilter): FilterQuery => {
  const kinds = KINDS[show];
  return { ...(kinds ? { kind: [...kinds] } : {}), ...(attempt === null ? {} : { attempt }) };
};

export const passes = (event: Pick<Event, 'kind' | 'attempt'>, { show, attempt }: EventFilter): boolean =>
  (KINDS[show]?.includes(event.kind) ?? true) && (attempt === null || event.attempt === attempt);

/** What a line says. A report without words still says what happened, or how far it is. */
export const lineText = (event: Pick<Event, 'kind' | 'message' | 'progress'>): string => {
  const { message, progress } = event;
  if (progress === null || message.includes('%')) return wordsOf(event);
  const percent = `${Math.round(progress * 100)}%`;
  return message.trim() === '' ? `${percent} done` : `${percent} ${message}`;
};
