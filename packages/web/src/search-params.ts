type Search = Record<string, unknown>;

/** Validates a page's search parameters, all of which are optional. Unknown ones are dropped. */
export const searchParams =
  <Params extends object>(read: (search: Search) => Params) =>
  (search: Search): Partial<Params> =>
    read(search);

// People can type any address: a value that is not valid counts as missing.

export const textParam = (value: unknown, maxLength = Number.POSITIVE_INFINITY): string | undefined =>
  typeof value === 'string' && value.length <= maxLength ? value : undefined;

/** Also a text that the router has read as a number or as true or false: in an address, nothing tells them apart. */
export const anyTextParam = (value: unknown, maxLength: number): string | undefined =>
  textParam(typeof value === 'number' || typeof value === 'boolean' ? String(value) : value, maxLength);

export const flagParam = (value: unknown): boolean | undefined =>
  typeof value === 'boolean' ? value : undefined;

export const choiceParam = <const Choice extends string>(
  value: unknown,
  choices: readonly Choice[],
): Choice | undefined => choices.find((choice) => choice === value);

/** A number that counts something, from 1. */
export const countParam = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : undefined;

/** A day, e.g. `2026-11-24`. */
export const dayParam = (value: unknown): string | undefined =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value))
    ? value
    : undefined;
