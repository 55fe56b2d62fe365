import type { Instant } from '@pawprint/core';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const TIME = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}(?::?\d{2})?)?$/i;

/** `+01`, `+0100` and `+01:00` are the same; nothing is UTC. */
const zone = (offset: string | undefined): string => {
  const [, hours, minutes = '00'] = /^([+-]\d{2}):?(\d{2})?$/.exec(offset ?? '') ?? [];
  return hours === undefined ? 'Z' : `${hours}:${minutes}`;
};

/**
 * A day or a time in ISO 8601, which is what Clowder v1 takes too, in UTC unless it says otherwise. A `+` that was not
 * escaped in the address has become a space. Undefined for anything else.
 */
export const readReportTime = (text: string): Instant | undefined => {
  const written = text.trim().replace(' ', '+');
  const [, local, offset] = TIME.exec(written) ?? [];
  const at = DAY.test(written) ? Date.parse(written) : Date.parse(`${local}${zone(offset)}`);
  return Number.isNaN(at) ? undefined : at;
};
