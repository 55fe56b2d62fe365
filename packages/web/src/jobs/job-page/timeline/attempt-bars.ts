import type { Attempt } from '@pawprint/protocol';

export interface Bar {
  readonly attempt: Attempt;
  /** ms after the job's submission */
  readonly from: number;
  readonly to: number;
  /** Where its extractor was last heard, if it was lost: solid up to here, dashed until it was given up. */
  readonly heardTo: number;
  readonly open: boolean;
}

const within = (at: number, from: number, to: number): number => Math.min(to, Math.max(from, at));

/** What happened before submission or after now cannot be drawn, whatever the clocks say: it is pressed to the edge. */
const barOf = (submitted: number, now: number, heardAt: ReadonlyMap<number, number>) => {
  const offset = (at: number, from = 0): number => within(at - submitted, from, Math.max(0, now - submitted));
  return (attempt: Attempt): Bar => {
    const from = offset(Date.parse(attempt.started_at));
    const to = attempt.ended_at === null ? offset(now, from) : offset(Date.parse(attempt.ended_at), from);
    const heard = attempt.outcome === 'LOST' ? heardAt.get(attempt.number) : undefined;
    return {
      attempt,
      from,
      to,
      heardTo: heard === undefined ? to : within(heard - submitted, from, to),
      open: attempt.ended_at === null,
    };
  };
};

/**
 * The attempts as bars, oldest first. `now` is the server's clock, or the end of the job; `heardAt` says when a lost
 * attempt was last heard, where that is known.
 */
export const attemptBars = (
  submittedAt: string,
  attempts: readonly Attempt[],
  now: number,
  heardAt: ReadonlyMap<number, number> = new Map(),
): Bar[] =>
  [...attempts].sort((a, b) => a.number - b.number).map(barOf(Date.parse(submittedAt), now, heardAt));
