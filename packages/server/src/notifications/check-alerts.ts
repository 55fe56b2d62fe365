import type { Instant } from '@pawprint/core';
import { v7 } from 'uuid';
import type { HasRight } from '../access/rights.ts';
import { findUserCaller } from '../access/users.ts';
import {
  type AlertNews,
  type AlertRule,
  type AlertState,
  type KnownOfExtractors,
  lookAtRule,
  targetOfAlert,
  textOfAlert,
  titleOfAlert,
} from '../model/alert-rule.ts';
import type { Notification } from '../model/notification.ts';
import { storableText } from '../model/storable.ts';
import type { Database, DatabaseTransaction } from '../store/database.ts';
import { readExtractorFacts } from '../store/extractors/extractor-facts.ts';
import { readLoads } from '../store/extractors/extractors.ts';
import {
  isAnyAlertRule,
  listAlertRules,
  tryLockAlertRules,
  writeAlertState,
} from '../store/notifications/alert-rules.ts';
import { readEndedWithin, writeAlertSample } from '../store/notifications/alert-samples.ts';
import { enqueueDeliveries } from '../store/notifications/deliveries.ts';
import { writeNotification } from '../store/notifications/notifications.ts';

export interface AlertPorts {
  readonly db: Database;
  readonly hasRight: HasRight;
}

/** Several servers call more often than that. */
const LOOK_EVERY_MS = 30_000;

/**
 * Looks at the alert rules, and tells of those that begin or are over. What is told and what was seen are written in one
 * transaction: a server that dies tells nothing twice and forgets nothing. Reads nothing else while there are no rules.
 */
export const checkAlerts = async (ports: AlertPorts, now: Instant): Promise<void> => {
  if (!(await isAnyAlertRule(ports.db))) return;
  await ports.db.transaction().execute(async (trx) => {
    if (!(await tryLockAlertRules(trx))) return;
    const rules = await listAlertRules(trx);
    if (!rules.some((rule) => isDue(rule, now))) return;
    const known = await readKnown(trx, rules, now);
    for (const rule of rules) {
      const { state, news } = lookAtRule(rule, known, now);
      await writeAlertState(trx, rule.id, state);
      if (news) await tell(ports, trx, { rule, state, news }, now);
    }
  });
};

const isDue = ({ state }: AlertRule, now: Instant): boolean =>
  state === null || Math.abs(now - state.lookedAt) >= LOOK_EVERY_MS;

/** Only what one of the rules is about: open jobs by their index, kept totals, and the facts of a few extractors. */
const readKnown = async (
  trx: DatabaseTransaction,
  rules: readonly AlertRule[],
  now: Instant,
): Promise<KnownOfExtractors> => {
  const conditions = rules.map(({ condition }) => condition);
  const loads = conditions.some(needsLoads) ? await readLoads(trx) : new Map();
  const isBusy = [...loads].filter(([, { waiting }]) => waiting > 0).map(([name]) => name);
  const names = conditions.flatMap(({ kind, extractor }) =>
    kind === 'no_instance' ? (extractor ?? isBusy) : [],
  );
  const facts = names.length === 0 ? new Map() : await readExtractorFacts(trx, [...new Set(names)], now);
  const lengths = conditions.flatMap((one) => (one.kind === 'failed_percent' ? one.withinMs : []));
  if (lengths.length > 0) await writeAlertSample(trx, now);
  const ended: [number, Awaited<ReturnType<typeof readEndedWithin>>][] = [];
  for (const length of new Set(lengths)) ended.push([length, await readEndedWithin(trx, length, now)]);
  return { loads, facts, ended: new Map(ended) };
};

const needsLoads = ({ kind, extractor }: AlertRule['condition']): boolean =>
  kind === 'oldest_waiting' || (kind === 'no_instance' && extractor === null);

interface Told {
  readonly rule: AlertRule;
  readonly state: AlertState;
  readonly news: AlertNews;
}

const tell = async (
  { hasRight }: AlertPorts,
  trx: DatabaseTransaction,
  { rule, state, news }: Told,
  now: Instant,
): Promise<void> => {
  const person = rule.userId === null ? undefined : await findUserCaller(trx, rule.userId, now);
  // Who is no administrator any more is told nothing.
  if (person === undefined || !(await hasRight(person, 'administer', { type: 'instance' }))) return;
  const notification: Notification = {
    id: v7({ msecs: now }),
    userId: person.id,
    watchId: null,
    subject: { type: 'alert', id: rule.id, name: storableText(titleOfAlert(rule, state, news)) },
    counts: {},
    isOver: news.kind === 'ends',
    jobIds: [],
    reason: textOfAlert(rule, state, news),
    target: targetOfAlert(rule.condition, state),
    createdAt: now,
    changedAt: now,
    readAt: null,
  };
  await writeNotification(trx, notification);
  const wanted = { notificationId: notification.id, dueAt: now, pace: null };
  await enqueueDeliveries(trx, rule.channels, wanted, now);
};
