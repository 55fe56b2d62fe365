import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, expect, test, vi } from 'vitest';
import { client } from '../../api/client.ts';
import { anEvent } from '../builders.ts';
import { ALL_EVENTS, type EventFilter } from './event-kinds.ts';
import type { EventPage } from './event-window.ts';
import { appendEvent, catchUpEvents, jumpToEnd, jumpToEvent, liveEventsQuery } from './events-query.ts';
import { createLiveEvents } from './live-events.ts';

afterEach(() => vi.restoreAllMocks());

/** A job's log, and a server that has its events and whose next answer the test can hold back. */
const createLog = () => {
  const queries = new QueryClient();
  const stored: number[] = [];
  let hold: Promise<void> | undefined;
  vi.spyOn(client, 'call').mockImplementation(async (_, input) => {
    const { after = 0, before = Infinity, from = 0 } = (input as { query: Record<string, number> }).query;
    const items = stored
      .filter((seq) => seq > after && seq < before && seq >= from)
      .map((seq) => anEvent(seq));
    const holding = hold;
    hold = undefined;
    await holding;
    return { items, next: null } satisfies EventPage;
  });
  const events = createLiveEvents({
    append: (event) => appendEvent(queries, 'j', event),
    loadNewer: () => catchUpEvents(queries, 'j'),
  });
  const show = (filter: EventFilter) =>
    new QueryObserver(queries, liveEventsQuery('j', filter, events)).subscribe(() => undefined);
  const shown = (filter = ALL_EVENTS) =>
    queries.getQueryData(liveEventsQuery('j', filter, events).queryKey)?.events.map(({ seq }) => seq);
  return {
    queries,
    events,
    show,
    shown,
    store: (): void => {
      stored.push(stored.length + 1);
      events.receive(anEvent(stored.length));
    },
    /** Returns a function that lets the next answer arrive. */
    holdNext: (): (() => void) => {
      let release = (): void => undefined;
      hold = new Promise((resolve) => {
        release = resolve;
      });
      return release;
    },
  };
};

test('an event that arrives during a jump to the end is loaded after it', async () => {
  const { queries, events, show, shown, store, holdNext } = createLog();
  store();
  const leave = show(ALL_EVENTS);
  await expect.poll(shown).toEqual([1]);
  await jumpToEvent(queries, 'j', ALL_EVENTS, 1);
  await expect.poll(() => queries.isFetching()).toBe(0);
  const release = holdNext();
  const jumped = jumpToEnd(queries, 'j', ALL_EVENTS, events);
  store();
  await expect.poll(shown).toEqual([1, 2]);
  release();
  await jumped;
  await expect.poll(shown).toEqual([1, 2]);
  leave();
});

test('a filter that is shown again has what came while another was shown', async () => {
  const { show, shown, store } = createLog();
  const extractor: EventFilter = { show: 'extractor', attempt: null };
  store();
  const leaveAll = show(ALL_EVENTS);
  await expect.poll(shown).toEqual([1]);
  const leaveExtractor = show(extractor);
  leaveAll();
  store();
  await expect.poll(() => shown(extractor)).toEqual([1, 2]);
  store();
  await expect.poll(() => shown(extractor)).toEqual([1, 2, 3]);
  const leave = show(ALL_EVENTS);
  leaveExtractor();
  await expect.poll(shown).toEqual([1, 2, 3]);
  leave();
});
