export interface Parameter {
  readonly name: string;
  /** As JSON; null where it was taken away. */
  readonly value: string | null;
  /** As JSON, where the parent job had another one; null where it had none. Undefined where nothing changed. */
  readonly before?: string | null;
}

type Parameters = Readonly<Record<string, unknown>>;

const json = (parameters: Parameters, name: string): string | null =>
  Object.hasOwn(parameters, name) ? (JSON.stringify(parameters[name]) ?? null) : null;

/** A job's parameters, each with what it was in the job this one is a resubmit of, where that differs. */
export const parameterChanges = (parameters: Parameters, parent: Parameters | undefined): Parameter[] => {
  const names = new Set([...Object.keys(parameters), ...Object.keys(parent ?? {})]);
  return [...names].map((name) => {
    const value = json(parameters, name);
    const before = parent ? json(parent, name) : value;
    return before === value ? { name, value } : { name, value, before };
  });
};

export const countChanges = (parameters: readonly Parameter[]): number =>
  parameters.filter(({ before }) => before !== undefined).length;
