import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anEvent } from '../builders.ts';
import {
  appendLive,
  appendPage,
  EMPTY_WINDOW,
  type EventWindow,
  lastSeq,
  windowAtEnd,
} from './event-window.ts';
import { createLiveEvents } from './live-events.ts';

/** A server whose answers are held until `settle`, and a stream that can be cut. */
const createJobPage = () => {
  const stored: number[] = [];
  const answers: (() => void)[] = [];
  let window: EventWindow = EMPTY_WINDOW;
  let streaming = false;
  const after = (seq: number) => stored.filter((one) => one > seq).map((one) => anEvent(one));
  /** The value is read now and arrives later. */
  const answer = <T>(value: T) => new Promise<T>((resolve) => answers.push(() => resolve(value)));
  const events = createLiveEvents({
    append: (event) => {
      window = appendLive(window, event);
    },
    loadNewer: async () => {
      const page = await answer({ items: after(lastSeq(window) ?? 0), next: null });
      window = appendPage(window, page);
    },
  });
  const store = (): void => {
    stored.push(stored.length + 1);
    if (streaming) events.receive(anEvent(stored.length));
  };
  const loadEnd = () =>
    events.duringLoad(async () => {
      window = windowAtEnd(await answer({ items: after(0), next: null }));
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
  const actions = { store, loadEnd, settle, cut, connect };
  return {
    actions,
    stored,
    shown: () => window.events.map(({ seq }) => seq),
    isBusy: () => answers.length > 0,
  };
};

describe('live events', () => {
  test('include those that arrived while a page was loading', async () => {
    const { actions, stored, shown, isBusy } = createJobPage();
    actions.connect();
    void actions.loadEnd();
    actions.store();
    actions.store();
    while (isBusy()) await actions.settle();
    expect(shown()).toEqual(stored);
  });

  test('are complete and in order once connected, whatever happened before', async () => {
    const action = fc.constantFrom('store', 'loadEnd', 'settle', 'cut', 'connect');
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 40 }), async (names) => {
        const { actions, stored, shown, isBusy } = createJobPage();
        for (const name of names) {
          const done = actions[name]();
          // A load ends when its answer is released; the other actions end here.
          if (name === 'settle') await done;
        }
        actions.connect();
        actions.store();
        while (isBusy()) await actions.settle();
        expect(shown()).toEqual(stored);
      }),
    );
  });
});
