import {
  type Comparison,
  JOB_FLAGS,
  JOB_STATES,
  type JobState,
  type JobTerm,
  type PatternKey,
  type QueryTime,
  STATE_LABELS,
  type SubjectKey,
  type TextKey,
  TRIGGERS,
} from '@pawprint/core';
import type { QueryMistake, Token } from './read-tokens.ts';

type Reader = (key: Token, values: readonly Token[]) => JobTerm | QueryMistake;

/** Reads the values of a term, each as its key requires it. */
export const readTerm: Reader = (key, values) => {
  const read = READERS[key.text.toLowerCase()];
  if (read !== undefined) return read(key, values);
  const known = `There is no key “${key.text}”. Keys are ${Object.keys(READERS).join(', ')}.`;
  return mistakeAt(key, `${known} To search for this text, put it in quotes.`);
};

const mistakeAt = ({ start, end }: Token, message: string): QueryMistake => ({ message, start, end });

/** One of a list of words, in upper or lower case. */
const oneOf =
  <Key extends string, Value extends string>(
    key: Key,
    valueOf: ReadonlyMap<string, Value>,
    shown: readonly string[],
  ) =>
  (
    _: Token,
    tokens: readonly Token[],
  ): { readonly key: Key; readonly values: readonly Value[] } | QueryMistake => {
    const values: Value[] = [];
    for (const token of tokens) {
      const value = valueOf.get(token.text.toLowerCase());
      if (value === undefined)
        return mistakeAt(token, `“${token.text}” is no ${key}. One is ${shown.join(', ')}.`);
      values.push(value);
    }
    return { key, values };
  };

const byLowerCase = <Value extends string>(values: readonly Value[]): Map<string, Value> =>
  new Map(values.map((value) => [value.toLowerCase(), value]));

/** A state by what people read for it, and by its code: `done` and `succeeded`. */
const STATES: ReadonlyMap<string, JobState> = new Map([
  ...byLowerCase(JOB_STATES),
  ...JOB_STATES.map((state) => [STATE_LABELS[state].toLowerCase(), state] as const),
]);

const name =
  (key: PatternKey | SubjectKey | TextKey): Reader =>
  (_, tokens) => {
    const empty = tokens.find(({ text }) => text.trim() === '');
    if (empty) return mistakeAt(empty, 'This text is empty.');
    return { key, values: tokens.map(({ text }) => text) };
  };

const oneValue =
  (key: string, read: (token: Token) => JobTerm | QueryMistake): Reader =>
  (_, [token, second]) => {
    if (second !== undefined) return mistakeAt(second, `“${key}:” takes one value.`);
    return token === undefined ? { message: 'A value is missing.', start: 0, end: 0 } : read(token);
  };

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};
const DURATION = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h|d|w)$/i;

const readDuration = (text: string): number | undefined => {
  const [, number = '', unit = ''] = DURATION.exec(text) ?? [];
  const factor = UNITS[unit.toLowerCase()];
  return factor === undefined ? undefined : Math.round(Number(number) * factor);
};

/** A day, or a time with its offset. */
const TIME = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/i;

const readTime = (text: string): QueryTime | undefined => {
  const agoMs = readDuration(text);
  if (agoMs !== undefined) return { agoMs };
  const at = TIME.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : { at };
};

const time = (key: 'since' | 'until'): Reader =>
  oneValue(key, (token) => {
    const read = readTime(token.text);
    if (read !== undefined) return { key, time: read };
    return mistakeAt(token, `“${token.text}” is no time. Say 7d, 12h, 30m, 2026-11-20 or 2026-11-20T12:00Z.`);
  });

const COMPARISON = /^(>=|<=|>|<|=)?(.*)$/s;

const compared = (text: string): { compare: Comparison | undefined; value: string } => {
  const [, sign, value = ''] = COMPARISON.exec(text) ?? [];
  return { compare: SIGNS.find((one) => one === sign), value };
};

const SIGNS: readonly Comparison[] = ['>=', '<=', '>', '<', '='];

const elapsed: Reader = oneValue('dur', (token) => {
  const { compare = '>=', value } = compared(token.text);
  const ms = readDuration(value);
  if (ms !== undefined) return { key: 'elapsed', compare, ms };
  return mistakeAt(token, `“${token.text}” is no duration. Say >5m, <1.5s or >=2h.`);
});

const attempts: Reader = oneValue('attempts', (token) => {
  const { compare = '=', value } = compared(token.text);
  if (/^\d{1,6}$/.test(value)) return { key: 'attempts', compare, count: Number(value) };
  return mistakeAt(token, `“${token.text}” is no number of attempts. Say 2 or >1.`);
});

const READERS: Readonly<Record<string, Reader>> = {
  state: oneOf(
    'state',
    STATES,
    Object.values(STATE_LABELS).map((label) => label.toLowerCase()),
  ),
  flag: oneOf('flag', byLowerCase(JOB_FLAGS), JOB_FLAGS),
  extractor: name('extractor'),
  version: name('version'),
  dataset: name('dataset'),
  file: name('file'),
  by: name('by'),
  job: name('job'),
  failure: name('failure'),
  trigger: oneOf('trigger', byLowerCase(TRIGGERS), TRIGGERS),
  since: time('since'),
  until: time('until'),
  dur: elapsed,
  attempts,
  error: name('error'),
  text: name('text'),
};
