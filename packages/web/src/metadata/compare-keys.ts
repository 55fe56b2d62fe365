import type { ComparedRow } from '../design/compared-table.tsx';

/** The keys of two objects, however deep, each with both values as JSON: `size.width`, `pages[0]`. */
export const compareKeys = (left: unknown, right: unknown): ComparedRow[] => {
  const [ofLeft, ofRight] = [flatten(left), flatten(right)];
  const names = new Set([...ofLeft.keys(), ...ofRight.keys()]);
  return [...names].map((name) => ({
    name,
    left: ofLeft.get(name) ?? null,
    right: ofRight.get(name) ?? null,
  }));
};

const flatten = (
  value: unknown,
  name = '',
  into = new Map<string, string>(),
): ReadonlyMap<string, string> => {
  const entries = Array.isArray(value)
    ? value.map((item, n) => [`${name}[${n}]`, item] as const)
    : value !== null && typeof value === 'object'
      ? Object.entries(value).map(([key, item]) => [name === '' ? key : `${name}.${key}`, item] as const)
      : undefined;
  if (entries === undefined || (entries.length === 0 && name !== '')) into.set(name, JSON.stringify(value));
  for (const [inner, item] of entries ?? []) flatten(item, inner, into);
  return into;
};
