import type { Event } from '@pawprint/protocol';

/**
 * A part of a job's events without gaps, ordered by `seq`. `older` and `newer` say whether the server has more events
 * before and after it. A live event is appended only if `newer` is false, since a gap would lie before it otherwise.
 */
export interface EventWindow {
  readonly events: readonly Event[];
  readonly older: boolean;
  readonly newer: boolean;
  /** Some of the events are old, and come from an archive. */
  readonly archived: boolean;
}

export interface EventPage {
  readonly items: readonly Event[];
  readonly next: number | null;
  readonly archived?: boolean | undefined;
}

export const EMPTY_WINDOW: EventWindow = { events: [], older: false, newer: false, archived: false };

/** The most events kept in memory; those dropped at one end are loaded again when the reader scrolls there. */
export const MOST_EVENTS = 20_000;

export const firstSeq = ({ events }: EventWindow): number | undefined => events[0]?.seq;
export const lastSeq = ({ events }: EventWindow): number | undefined => events.at(-1)?.seq;

/** @param page the newest events, requested with `before` the end */
export const windowAtEnd = (page: EventPage): EventWindow => ({
  events: sortBySeq(page.items),
  older: page.next !== null,
  newer: false,
  archived: page.archived === true,
});

/** @param before the events before a line, @param after that line and the events after it */
export const windowAround = (before: EventPage, after: EventPage): EventWindow => ({
  events: sortBySeq([...before.items, ...after.items]),
  older: before.next !== null,
  newer: after.next !== null,
  archived: before.archived === true || after.archived === true,
});

/** Prepends a page requested with `before` the first event. Events beyond `most` are dropped at the end. */
export const prependPage = (window: EventWindow, page: EventPage, most = MOST_EVENTS): EventWindow => {
  const first = firstSeq(window) ?? Number.POSITIVE_INFINITY;
  const events = [...sortBySeq(page.items).filter(({ seq }) => seq < first), ...window.events];
  const archived = window.archived || page.archived === true;
  return dropEnd({ ...window, events, older: page.next !== null, archived }, most);
};

/** Appends a page requested with `after` the last event. Events beyond `most` are dropped at the start. */
export const appendPage = (window: EventWindow, page: EventPage, most = MOST_EVENTS): EventWindow => {
  const last = lastSeq(window) ?? 0;
  const events = [...window.events, ...sortBySeq(page.items).filter(({ seq }) => seq > last)];
  const archived = window.archived || page.archived === true;
  return dropStart({ ...window, events, newer: page.next !== null, archived }, most);
};

/**
 * Appends a live event. A repeated event changes nothing. An event after a gap is left out: it comes with the page that
 * fills the gap.
 */
export const appendLive = (window: EventWindow, event: Event, most = MOST_EVENTS): EventWindow =>
  window.newer || event.seq <= (lastSeq(window) ?? 0)
    ? window
    : dropStart({ ...window, events: [...window.events, event] }, most);

const sortBySeq = (events: readonly Event[]): Event[] => [...events].sort((a, b) => a.seq - b.seq);

const dropEnd = (window: EventWindow, most: number): EventWindow =>
  window.events.length > most ? { ...window, events: window.events.slice(0, most), newer: true } : window;

const dropStart = (window: EventWindow, most: number): EventWindow =>
  window.events.length > most ? { ...window, events: window.events.slice(-most), older: true } : window;
