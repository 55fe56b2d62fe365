import type { Event } from '@pawprint/protocol';
import { ERROR_KINDS, type EventKind, EXTRACTOR_KINDS, SERVER_KINDS } from './event-look.ts';

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

export interface FilterQuery {
  readonly kind?: EventKind[];
  readonly attempt?: number;
}

export const filterQuery = ({ show, attempt }: EventFilter): FilterQuery => {
  const kinds = KINDS[show];
  return { ...(kinds ? { kind: [...kinds] } : {}), ...(attempt === null ? {} : { attempt }) };
};

export const passes = (event: Pick<Event, 'kind' | 'attempt'>, { show, attempt }: EventFilter): boolean =>
  (KINDS[show]?.includes(event.kind) ?? true) && (attempt === null || event.attempt === attempt);
