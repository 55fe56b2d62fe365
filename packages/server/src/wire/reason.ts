import type { Facts, Reason } from '@pawprint/core';
import { factName, type JobReason } from '@pawprint/protocol';
import { time } from './time.ts';

export const reasonToWire = ({ code, text, facts }: Reason): JobReason => ({
  code,
  text,
  facts: Object.fromEntries(
    Object.entries(facts).map(([name, fact]) => [factName(name), factToWire(name, fact)]),
  ),
});

export const reasonOrNull = (reason: Reason | null): JobReason | null => reason && reasonToWire(reason);

/** An instant by its name; all else is as it is. */
const factToWire = (name: string, fact: Facts[string] | undefined): JobReason['facts'][string] =>
  name.endsWith('At') && typeof fact === 'number' ? time(fact) : (fact ?? null);
