import { type Selectable, sql } from 'kysely';
import { validate } from 'uuid';
import type { AlertRule, AlertState } from '../../model/alert-rule.ts';
import { ADVISORY_LOCKS } from '../advisory-locks.ts';
import type { Database, DatabaseTransaction } from '../database.ts';
import { instantOf, instantOrNull, timeOf, timeOrNull } from '../instant-column.ts';
import type { AlertRuleTable } from '../schema/notifications.ts';

/** Until the transaction ends, no rule is looked at, added or changed by others. */
export const lockAlertRules = async (trx: DatabaseTransaction): Promise<void> => {
  await sql`select pg_advisory_xact_lock(${ADVISORY_LOCKS.alertRules})`.execute(trx);
};

/** False where another server looks at the rules at the moment. */
export const tryLockAlertRules = async (trx: DatabaseTransaction): Promise<boolean> => {
  const { rows } = await sql<{ locked: boolean }>`
    select pg_try_advisory_xact_lock(${ADVISORY_LOCKS.alertRules}) as locked`.execute(trx);
  return rows[0]?.locked ?? false;
};

export const isAnyAlertRule = async (db: Database): Promise<boolean> =>
  (await db.selectFrom('alert_rules').select('id').limit(1).execute()).length > 0;

/** Oldest first. */
export const listAlertRules = async (db: Database): Promise<AlertRule[]> => {
  const { rows } = await sql<AlertRuleRow>`
    select r.*, to_jsonb(s) as state from alert_rules r left join alert_states s on s.rule_id = r.id
    order by r.created_at, r.id`.execute(db);
  return rows.map(rowToRule);
};

/** Ids come from outside: one that is no UUID is the id of no rule. */
export const findAlertRule = async (db: Database, id: string): Promise<AlertRule | undefined> => {
  if (!validate(id)) return undefined;
  const { rows } = await sql<AlertRuleRow>`
    select r.*, to_jsonb(s) as state from alert_rules r left join alert_states s on s.rule_id = r.id
    where r.id = ${id}::uuid`.execute(db);
  return rows[0] && rowToRule(rows[0]);
};

interface AlertRuleRow extends Selectable<AlertRuleTable> {
  /** As JSON has it; null before the first look. */
  readonly state: {
    readonly alerting_since: string | null;
    readonly changing_since: string | null;
    readonly value: number | null;
    readonly extractors: readonly string[];
    readonly looked_at: string;
  } | null;
}

const rowToRule = ({ state, ...row }: AlertRuleRow): AlertRule => ({
  id: row.id,
  condition: row.condition,
  holdMs: row.hold_ms,
  userId: row.user_id,
  channels: { mail: row.by_mail, webhookId: row.webhook_id },
  createdAt: instantOf(row.created_at),
  state: state && {
    alertingSince: instantOrNull(state.alerting_since),
    changingSince: instantOrNull(state.changing_since),
    value: state.value,
    extractors: state.extractors,
    lookedAt: instantOf(state.looked_at),
  },
});

/** Stores a new rule, or what has changed of one; not its state. */
export const writeAlertRule = async (trx: DatabaseTransaction, rule: AlertRule): Promise<void> => {
  const changed = {
    condition: JSON.stringify(rule.condition),
    hold_ms: rule.holdMs,
    user_id: rule.userId,
    by_mail: rule.channels.mail,
    webhook_id: rule.channels.webhookId,
  };
  await trx
    .insertInto('alert_rules')
    .values({ id: rule.id, ...changed, created_at: timeOf(rule.createdAt) })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(changed))
    .execute();
};

export const removeAlertRule = async (trx: DatabaseTransaction, id: string): Promise<void> => {
  await trx.deleteFrom('alert_rules').where('id', '=', id).execute();
};

export const writeAlertState = async (
  trx: DatabaseTransaction,
  ruleId: string,
  state: AlertState,
): Promise<void> => {
  const changed = {
    alerting_since: timeOrNull(state.alertingSince),
    changing_since: timeOrNull(state.changingSince),
    value: state.value,
    extractors: [...state.extractors],
    looked_at: timeOf(state.lookedAt),
  };
  await trx
    .insertInto('alert_states')
    .values({ rule_id: ruleId, ...changed })
    .onConflict((conflict) => conflict.column('rule_id').doUpdateSet(changed))
    .execute();
};

/** The rule begins anew. */
export const removeAlertState = async (trx: DatabaseTransaction, ruleId: string): Promise<void> => {
  await trx.deleteFrom('alert_states').where('rule_id', '=', ruleId).execute();
};
