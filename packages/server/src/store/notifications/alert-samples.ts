import type { Instant } from '@pawprint/core';
import type { EndedCount } from '../../model/alert-rule.ts';
import type { DatabaseTransaction } from '../database.ts';
import { sumEndedStates } from '../extractors/sum-ended-jobs.ts';
import { instantOf, timeOf } from '../instant-column.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Longer than rules look back. */
const KEPT_MS = 25 * HOUR_MS;

const hourOf = (at: Instant): number => Math.floor(at / HOUR_MS);

/** Keeps what the totals are now, once a minute. */
export const writeAlertSample = async (trx: DatabaseTransaction, now: Instant): Promise<void> => {
  const last = await trx
    .selectFrom('alert_samples')
    .select('at')
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (last && now - instantOf(last.at) < MINUTE_MS) return;
  const ended = JSON.stringify(Object.fromEntries(await countEnded(trx, hourOf(now))));
  await trx
    .insertInto('alert_samples')
    .values({ at: timeOf(now), ended })
    .execute();
  await trx
    .deleteFrom('alert_samples')
    .where('at', '<', timeOf(now - KEPT_MS))
    .execute();
};

/**
 * How many jobs of each extractor ended within this time, to the minute. Totals are kept by hours: what the sample of that
 * minute had of its hour already is taken off. Where there is none that old, what has ended since the oldest one.
 */
export const readEndedWithin = async (
  trx: DatabaseTransaction,
  withinMs: number,
  now: Instant,
): Promise<ReadonlyMap<string, EndedCount>> => {
  const samples = trx.selectFrom('alert_samples').selectAll().limit(1);
  const sample =
    (await samples
      .where('at', '<=', timeOf(now - withinMs))
      .orderBy('at', 'desc')
      .executeTakeFirst()) ?? (await samples.orderBy('at').executeTakeFirst());
  if (sample === undefined) return new Map();
  const counts = await countEnded(trx, hourOf(instantOf(sample.at)));
  return new Map([...counts].map(([name, count]) => [name, subtract(count, sample.ended[name])] as const));
};

/** A job that was reopened since the sample counted then, and does not now. */
const subtract = (
  { ended, failed }: EndedCount,
  before: EndedCount = { ended: 0, failed: 0 },
): EndedCount => ({
  ended: Math.max(0, ended - before.ended),
  failed: Math.max(0, failed - before.failed),
});

/** From this hour on. */
const countEnded = async (
  trx: DatabaseTransaction,
  fromHour: number,
): Promise<ReadonlyMap<string, EndedCount>> => {
  const counts = new Map<string, EndedCount>();
  for (const { extractor, state, jobs } of await sumEndedStates(trx, fromHour, null)) {
    if (state === 'CANCELLED') continue;
    const { ended, failed } = counts.get(extractor) ?? { ended: 0, failed: 0 };
    const isFailed = state === 'FAILED' || state === 'LOST';
    counts.set(extractor, { ended: ended + jobs, failed: failed + (isFailed ? jobs : 0) });
  }
  return counts;
};
