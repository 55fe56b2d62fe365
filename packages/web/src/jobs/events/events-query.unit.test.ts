import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anEvent } from '../builders.ts';
import { EMPTY_WINDOW, type EventWindow, fromTail, lastSeq, withLive, withNewer } from './event-window.ts';
import { liveEvents } from './events-query.ts';

/** A server that stores events, answers when it is told to, and a stream that may be cut. */
const aJobPage = () => {
  const stored: number[] = [];
  const answers: (() => void)[] = [];
  let window: EventWindow = EMPTY_WINDOW;
  let streaming = false;
  const after = (seq: number) => stored.filter((one) => one > seq).map((one) => anEvent(one));
  /** Read now, arriving later. */
  const answer = <T>(value: T) => new Promise<T>((resolve) => answers.push(() => resolve(value)));
  const events = liveEvents({
    take: (event) => {
      window = withLive(window, event);
    },
    askForNewer: async () => {
      const page = await answer({ items: after(lastSeq(window) ?? 0), next: null });
      window = withNewer(window, page);
    },
  });
  const say = (): void => {
    stored.push(stored.length + 1);
    if (streaming) events.hear(anEvent(stored.length));
  };
  const loadTail = () =>
    events.during(async () => {
      window = fromTail(await answer({ items: after(0), next: null }));
    });
  const settle = async (): Promise<void> => {
    answers.shift()?.();
    for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
  };
  const cut = (): void => {
    streaming = false;
  };
  const connect = (): void => {
    streaming = true;
    events.catchUp();
  };
  const acts = { say, loadTail, settle, cut, connect };
  return { acts, stored, seen: () => window.events.map(({ seq }) => seq), isBusy: () => answers.length > 0 };
};

describe('a stream joined on to loaded events', () => {
  test('misses nothing that was said while the page was on its way', async () => {
    const { acts, stored, seen, isBusy } = aJobPage();
    acts.connect();
    void acts.loadTail();
    acts.say();
    acts.say();
    while (isBusy()) await acts.settle();
    expect(seen()).toEqual(stored);
  });

  test('whatever happens in whatever order: once connected and settled, every event is there once and in order', async () => {
    const act = fc.constantFrom('say', 'loadTail', 'settle', 'cut', 'connect');
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 40 }), async (names) => {
        const { acts, stored, seen, isBusy } = aJobPage();
        for (const name of names) {
          const done = acts[name]();
          // A load ends when its answer is let through; the others end here.
          if (name === 'settle') await done;
        }
        acts.connect();
        acts.say();
        while (isBusy()) await acts.settle();
        expect(seen()).toEqual(stored);
      }),
    );
  });
});
