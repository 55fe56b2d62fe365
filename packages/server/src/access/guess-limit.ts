export interface GuessLimitOptions {
  /** Wrong guesses, and those not yet decided, from one address within the window. */
  readonly most: number;
  readonly windowMs: number;
  /** Addresses remembered at once. */
  readonly mostAddresses: number;
  readonly now: () => Date;
}

export const TOO_MANY_GUESSES = Symbol('too many guesses');

/** Runs a check of a password, unless too many from this address were wrong lately. */
export type GuessLimit = <Outcome>(
  address: string,
  check: () => Promise<Outcome>,
  wasRight: (outcome: Outcome) => boolean,
) => Promise<Outcome | typeof TOO_MANY_GUESSES>;

interface Tally {
  guesses: number;
  readonly since: number;
}

/**
 * A guess counts from the moment it is made and is struck out when it was right, so a thousand at once get no further
 * than a thousand in a row.
 */
export const createGuessLimit = ({ most, windowMs, mostAddresses, now }: GuessLimitOptions): GuessLimit => {
  const tallies = new Map<string, Tally>();
  const tallyOf = (address: string): Tally => {
    const at = now().getTime();
    const kept = tallies.get(address);
    if (kept && at - kept.since < windowMs) return kept;
    const fresh = { guesses: 0, since: at };
    tallies.delete(address);
    tallies.set(address, fresh);
    const [oldest] = tallies.keys();
    if (oldest !== undefined && tallies.size > mostAddresses) tallies.delete(oldest);
    return fresh;
  };
  return async (address, check, wasRight) => {
    const tally = tallyOf(address);
    if (tally.guesses >= most) return TOO_MANY_GUESSES;
    tally.guesses += 1;
    const outcome = await check();
    if (wasRight(outcome)) tally.guesses -= 1;
    return outcome;
  };
};
