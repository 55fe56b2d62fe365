import type { Event } from '@pawprint/protocol';

/**
 * A stretch of a job's events without holes, in the order of truth. `older` and `newer` say whether more is known to
 * lie before and after it: live events join on only where nothing newer is missing.
 */
export interface EventWindow {
  readonly events: readonly Event[];
  readonly older: boolean;
  readonly newer: boolean;
}

export interface EventPage {
  readonly items: readonly Event[];
  readonly next: number | null;
}

export const EMPTY_WINDOW: EventWindow = { events: [], older: false, newer: false };

/** More than this is not kept in memory; what is let go can be loaded again. */
export const MOST_EVENTS = 20_000;

export const firstSeq = ({ events }: EventWindow): number | undefined => events[0]?.seq;
export const lastSeq = ({ events }: EventWindow): number | undefined => events.at(-1)?.seq;

const inOrder = (events: readonly Event[]): Event[] => [...events].sort((a, b) => a.seq - b.seq);

/** The newest events: a page asked for with `before`, reaching to the end. */
export const fromTail = (page: EventPage): EventWindow => ({
  events: inOrder(page.items),
  older: page.next !== null,
  newer: false,
});

/** Two pages that meet at a line: what lies before it, and what follows from it on. */
export const around = (before: EventPage, after: EventPage): EventWindow => ({
  events: inOrder([...before.items, ...after.items]),
  older: before.next !== null,
  newer: after.next !== null,
});

const withoutEnd = (window: EventWindow, most: number): EventWindow =>
  window.events.length > most ? { ...window, events: window.events.slice(0, most), newer: true } : window;

const withoutStart = (window: EventWindow, most: number): EventWindow =>
  window.events.length > most ? { ...window, events: window.events.slice(-most), older: true } : window;

/** Puts a page in front, asked for with `before` the first event. What reaches beyond `most` leaves at the end. */
export const withOlder = (window: EventWindow, page: EventPage, most = MOST_EVENTS): EventWindow => {
  const first = firstSeq(window) ?? Number.POSITIVE_INFINITY;
  const events = [...inOrder(page.items).filter(({ seq }) => seq < first), ...window.events];
  return withoutEnd({ ...window, events, older: page.next !== null }, most);
};

/** Puts a page behind, asked for with `after` the last event. */
export const withNewer = (window: EventWindow, page: EventPage, most = MOST_EVENTS): EventWindow => {
  const last = lastSeq(window) ?? 0;
  const events = [...window.events, ...inOrder(page.items).filter(({ seq }) => seq > last)];
  return withoutStart({ ...window, events, newer: page.next !== null }, most);
};

/**
 * Puts a live event behind. A repeated one changes nothing, and one beyond a gap is left out: it comes with the page
 * that fills the gap.
 */
export const withLive = (window: EventWindow, event: Event, most = MOST_EVENTS): EventWindow =>
  window.newer || event.seq <= (lastSeq(window) ?? 0)
    ? window
    : withoutStart({ ...window, events: [...window.events, event] }, most);
