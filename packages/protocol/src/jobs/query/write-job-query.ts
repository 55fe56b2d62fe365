import { type Comparison, type JobQuery, type JobTerm, STATE_LABELS } from '@pawprint/core';

/** A text that `parseJobQuery` reads as this query. */
export const writeJobQuery = (query: JobQuery): string => {
  if ('key' in query) return writeTerm(query);
  if ('not' in query) return `NOT ${inBrackets(query.not)}`;
  if ('all' in query) return query.all.map(inBrackets).join(' ');
  return query.any.map(inBrackets).join(' OR ');
};

/** Brackets also where they are not needed: a query is read again as it is nested, not as it would be simplified. */
const inBrackets = (query: JobQuery): string =>
  'key' in query || 'not' in query ? writeJobQuery(query) : `(${writeJobQuery(query)})`;

const writeTerm = (term: JobTerm): string => {
  if ('time' in term)
    return `${term.key}:${'at' in term.time ? new Date(term.time.at).toISOString().replace('.000Z', 'Z') : writeDuration(term.time.agoMs)}`;
  if ('ms' in term) return `dur:${writeComparison(term.compare, '>=')}${writeDuration(term.ms)}`;
  if ('count' in term) return `attempts:${writeComparison(term.compare, '=')}${term.count}`;
  if (term.key === 'state')
    return `state:${term.values.map((state) => STATE_LABELS[state].toLowerCase()).join(',')}`;
  if (term.key === 'text' && term.values.length === 1) return writeText(term.values[0] ?? '');
  return `${term.key}:${term.values.map(writeValue).join(',')}`;
};

const writeComparison = (compare: Comparison, implied: Comparison): string =>
  compare === implied ? '' : compare;

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
] as const;

const writeDuration = (ms: number): string => {
  const [unit, factor] = UNITS.find(([, one]) => ms > 0 && ms % one === 0) ?? ['ms', 1];
  return `${ms / factor}${unit}`;
};

const quoted = (text: string): string => `"${text.replaceAll(/["\\]/g, '\\$&')}"`;

const PLAIN_VALUE = /^[\p{L}\p{N}_.*@+/-][^\s"(),]*$/u;

const writeValue = (value: string): string => (PLAIN_VALUE.test(value) ? value : quoted(value));

/** A word that is neither a key nor an operator stands for itself. */
const PLAIN_TEXT = /^[\p{L}\p{N}_.*@+/-]+$/u;

const writeText = (text: string): string =>
  PLAIN_TEXT.test(text) && !['AND', 'OR', 'NOT'].includes(text) ? text : quoted(text);
