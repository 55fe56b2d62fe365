type Search = Record<string, unknown>;

/** A page's search parameters, each of which may be missing. What is not read here is dropped. */
export const searchParams =
  <Params extends object>(read: (search: Search) => Params) =>
  (search: Search): Partial<Params> =>
    read(search);

// Anybody can type an address: a value that is not valid counts as missing.

export const textParam = (value: unknown, maxLength = Number.POSITIVE_INFINITY): string | undefined =>
  typeof value === 'string' && value.length <= maxLength ? value : undefined;

export const flagParam = (value: unknown): boolean | undefined =>
  typeof value === 'boolean' ? value : undefined;

export const choiceParam = <const Choice extends string>(
  value: unknown,
  choices: readonly Choice[],
): Choice | undefined => choices.find((choice) => choice === value);
