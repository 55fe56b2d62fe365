import type { Instant } from '@pawprint/core';

type Act = () => void | Promise<void>;

interface Entry {
  readonly at: Instant;
  readonly act: Act;
}

/** Time that passes only as far as something happens in it. */
export interface Timeline {
  readonly now: () => Instant;
  /** Acts of the same instant run in the order in which they were added. One that lies in the past runs next. */
  at(time: Instant, act: Act): void;
  after(ms: number, act: Act): void;
  /** Runs everything up to a time, one act after the other. */
  runUntil(end: Instant): Promise<void>;
}

export const createTimeline = (start: Instant): Timeline => {
  let clock = start;
  /** In order of time. */
  const entries: Entry[] = [];

  const at = (time: Instant, act: Act): void => {
    // Most acts happen soon: their place is near the beginning.
    const index = entries.findIndex((entry) => entry.at > time);
    entries.splice(index < 0 ? entries.length : index, 0, { at: time, act });
  };
  return {
    now: () => clock,
    at,
    after: (ms, act) => at(clock + ms, act),
    async runUntil(end) {
      for (let next = entries[0]; next !== undefined && next.at <= end; next = entries[0]) {
        entries.shift();
        clock = Math.max(clock, next.at);
        await next.act();
      }
      clock = Math.max(clock, end);
    },
  };
};
