import {
  type ExtractorFacts,
  explainUnattended,
  formatDuration,
  type Instant,
  WAITING_STATES,
} from '@pawprint/core';
import { writeJobQuery } from '@pawprint/protocol';
import type { Load } from './extractor.ts';
import type { NotificationTarget } from './notification.ts';
import type { WatchChannels } from './watch.ts';

/** Of what trouble an administrator wants to be told. `extractor` null: of any. */
export type AlertCondition =
  | { readonly kind: 'oldest_waiting'; readonly extractor: string | null; readonly longerThanMs: number }
  | {
      readonly kind: 'failed_percent';
      readonly extractor: string | null;
      readonly moreThanPercent: number;
      readonly withinMs: number;
      readonly minEnded: number;
    }
  | { readonly kind: 'no_instance'; readonly extractor: string | null };

export interface AlertRule {
  readonly id: string;
  readonly condition: AlertCondition;
  /** It is told once it has held for so long, and is over once it has not for as long. */
  readonly holdMs: number;
  /** Who is told; null: the account was deleted. */
  readonly userId: string | null;
  readonly channels: WatchChannels;
  readonly createdAt: Instant;
  /** Null before the first look. */
  readonly state: AlertState | null;
}

/** What people were told, and since when it is otherwise. */
interface AlertPhase {
  /** Null: they were told of nothing, or that it is over. */
  readonly alertingSince: Instant | null;
  readonly changingSince: Instant | null;
}

export interface AlertState extends AlertPhase {
  /** Milliseconds, percent or extractors, by the kind of the rule; null where there is nothing to measure. */
  readonly value: number | null;
  /** For which it holds, the worst first; while an alert is not over, those for which it held last. */
  readonly extractors: readonly string[];
  readonly lookedAt: Instant;
}

/** How many jobs of an extractor ended, those that were cancelled left out, and how many of these failed or were lost. */
export interface EndedCount {
  readonly ended: number;
  readonly failed: number;
}

/** What rules are compared with. */
export interface KnownOfExtractors {
  readonly loads: ReadonlyMap<string, Load>;
  readonly facts: ReadonlyMap<string, ExtractorFacts>;
  /** By the length of the time in which they ended, and by extractor. */
  readonly ended: ReadonlyMap<number, ReadonlyMap<string, EndedCount>>;
}

interface Measured {
  readonly value: number | null;
  /** For which the condition holds, the worst first. */
  readonly extractors: readonly string[];
}

const measure = (condition: AlertCondition, known: KnownOfExtractors, now: Instant): Measured => {
  const isMeant = (name: string): boolean => condition.extractor === null || condition.extractor === name;
  if (condition.kind === 'oldest_waiting') {
    const waits = [...known.loads].flatMap(([name, { oldestWaitingAt: at }]) =>
      isMeant(name) && at !== null ? [{ name, value: Math.max(0, now - at) }] : [],
    );
    return worstOf(waits, ({ value }) => value > condition.longerThanMs);
  }
  if (condition.kind === 'failed_percent') {
    const shares = [...(known.ended.get(condition.withinMs) ?? [])].flatMap(([name, { ended, failed }]) =>
      isMeant(name) && ended >= condition.minEnded ? [{ name, value: (100 * failed) / ended }] : [],
    );
    return worstOf(shares, ({ value }) => value > condition.moreThanPercent);
  }
  const missing = [...known.facts].filter(
    ([name, facts]) =>
      isMeant(name) &&
      // One that is idle may be stopped on purpose, unless a rule names it.
      (condition.extractor !== null || (known.loads.get(name)?.waiting ?? 0) > 0) &&
      NOBODY_WORKS.includes(explainUnattended(facts, now)?.code ?? ''),
  );
  return { value: missing.length, extractors: missing.map(([name]) => name).toSorted() };
};

const NOBODY_WORKS = ['no_instance_seen', 'no_instance_alive', 'queue_missing'];

interface OfExtractor {
  readonly name: string;
  readonly value: number;
}

const worstOf = (all: readonly OfExtractor[], holds: (one: OfExtractor) => boolean): Measured => {
  const sorted = all.toSorted((one, other) => other.value - one.value || (one.name < other.name ? -1 : 1));
  return { value: sorted[0]?.value ?? null, extractors: sorted.filter(holds).map(({ name }) => name) };
};

/** What is told: that it begins or, after so long, that it is over. */
export type AlertNews = { readonly kind: 'begins' } | { readonly kind: 'ends'; readonly lastedMs: number };

interface Look {
  readonly state: AlertState;
  /** Undefined: all is as people were told. */
  readonly news: AlertNews | undefined;
}

/** Compares a rule with what is known. */
export const lookAtRule = (rule: AlertRule, known: KnownOfExtractors, now: Instant): Look => {
  const { value, extractors } = measure(rule.condition, known, now);
  const holds = extractors.length > 0;
  const { news, ...phase } = nextPhase(rule.state ?? NOTHING_TOLD, holds, rule.holdMs, now);
  const isOver = phase.alertingSince === null && news === undefined;
  const named = holds || isOver ? extractors : (rule.state?.extractors ?? []);
  return { state: { ...phase, value, extractors: named, lookedAt: now }, news };
};

const NOTHING_TOLD: AlertPhase = { alertingSince: null, changingSince: null };

/** What is otherwise than people were told is told once it has been so for the whole time: nothing that comes and goes is. */
export const nextPhase = (
  { alertingSince, changingSince }: AlertPhase,
  holds: boolean,
  holdMs: number,
  now: Instant,
): AlertPhase & Pick<Look, 'news'> => {
  if (holds === (alertingSince !== null)) return { alertingSince, changingSince: null, news: undefined };
  const since = changingSince ?? now;
  if (now - since < holdMs) return { alertingSince, changingSince: since, news: undefined };
  return alertingSince === null
    ? { alertingSince: since, changingSince: null, news: { kind: 'begins' } }
    : {
        alertingSince: null,
        changingSince: null,
        news: { kind: 'ends', lastedMs: Math.max(0, since - alertingSince) },
      };
};

/** "Jobs of word-count wait for longer than 10 min". */
export const describeCondition = (condition: AlertCondition): string => {
  const of = condition.extractor ?? 'an extractor';
  if (condition.kind === 'oldest_waiting')
    return `a job of ${of} waits for longer than ${formatDuration(condition.longerThanMs)}`;
  if (condition.kind === 'failed_percent')
    return `more than ${condition.moreThanPercent} % of the jobs of ${of} fail`;
  return condition.extractor === null
    ? 'an extractor with waiting jobs has no instance'
    : `${condition.extractor} has no instance`;
};

/** "word-count: the oldest job has waited for 12 min", "Over after 12 min: word-count has no instance". */
export const titleOfAlert = (
  { condition }: Pick<AlertRule, 'condition'>,
  { value, extractors }: Pick<AlertState, 'value' | 'extractors'>,
  news: AlertNews,
): string => {
  if (news.kind === 'ends')
    return `Over after ${formatDuration(news.lastedMs)}: ${describeCondition(condition)}`;
  const [first = '', ...others] = extractors;
  const of = others.length === 0 ? first : `${first} and ${others.length} more`;
  if (condition.kind === 'oldest_waiting')
    return `${of}: the oldest job has waited for ${formatDuration(value ?? 0)}`;
  if (condition.kind === 'failed_percent')
    return `${of}: ${Math.round(value ?? 0)} % of the jobs failed within ${formatDuration(condition.withinMs)}`;
  return others.length === 0 ? `${first}: no instance` : `${extractors.length} extractors have no instance`;
};

/** A notification and a query have room for so many. */
const MOST_NAMED = 20;

/** Which extractors, where there are several, and the rule. */
export const textOfAlert = (
  { condition }: Pick<AlertRule, 'condition'>,
  { extractors }: Pick<AlertState, 'extractors'>,
  news: AlertNews,
): string | null => {
  if (news.kind === 'ends') return null;
  const more = extractors.length > MOST_NAMED ? ` and ${extractors.length - MOST_NAMED} more` : '';
  const names = extractors.length > 1 ? `${extractors.slice(0, MOST_NAMED).join(', ')}${more}. ` : '';
  return `${names}You are told when ${describeCondition(condition)}.`;
};

/** The page of the extractor that has no instance, else the jobs that wait or failed. */
export const targetOfAlert = (
  { kind, extractor }: AlertCondition,
  { extractors }: Pick<AlertState, 'extractors'>,
): NotificationTarget => {
  const names = extractor === null ? extractors.slice(0, MOST_NAMED) : [extractor];
  const [only, second] = names;
  if (kind === 'no_instance' && only !== undefined && second === undefined)
    return { jobId: null, query: null, extractor: only };
  const states = kind === 'failed_percent' ? (['FAILED', 'LOST'] as const) : WAITING_STATES;
  const of = names.length === 0 ? [] : [{ key: 'extractor' as const, values: names }];
  return {
    jobId: null,
    query: writeJobQuery({ all: [...of, { key: 'state', values: states }] }),
    extractor: null,
  };
};
