import { isDeepStrictEqual } from 'node:util';
import type { AlertRule as WireRule } from '@pawprint/protocol';
import { v7 } from 'uuid';
import { requireAdministrator } from '../../access/require-resource.ts';
import type { HasRight } from '../../access/rights.ts';
import { findUserCaller } from '../../access/users.ts';
import { type AlertRule, describeCondition } from '../../model/alert-rule.ts';
import type { UserCaller } from '../../model/caller.ts';
import { noSuchExtractor, type Refusal, refuse } from '../../model/refusal.ts';
import { recordAct } from '../../store/audit.ts';
import type { Database, DatabaseTransaction } from '../../store/database.ts';
import { readExtractor } from '../../store/extractors/extractors.ts';
import {
  findAlertRule,
  listAlertRules,
  lockAlertRules,
  removeAlertRule,
  removeAlertState,
  writeAlertRule,
} from '../../store/notifications/alert-rules.ts';
import { findWebhook } from '../../store/notifications/webhooks.ts';
import { alertRuleToWire, conditionOfWire } from '../../wire/alert-rule.ts';
import { type HandlerRequest, type Handlers, ok } from '../handler.ts';

export type AlertRuleRouteName = 'listAlertRules' | 'createAlertRule' | 'changeAlertRule' | 'deleteAlertRule';

export interface AlertRulePorts {
  readonly db: Database;
  readonly now: () => number;
  readonly hasRight: HasRight;
  /** Whether this server sends mails. */
  readonly offersMail: boolean;
}

const NO_RULE = refuse('not_found', 'There is no such alert rule.');

export const alertRuleHandlers = (ports: AlertRulePorts): Handlers<AlertRuleRouteName> => ({
  listAlertRules: async ({ caller }) => {
    const by = await requireAdministrator(ports, caller);
    if ('refused' in by) return by;
    const rules = await listAlertRules(ports.db);
    const items = await Promise.all(rules.map((rule) => toWire(ports, rule)));
    return ok({ items, offers_mail: ports.offersMail });
  },
  createAlertRule: async ({ caller, body }) => {
    const by = await requireAdministrator(ports, caller);
    if ('refused' in by) return by;
    const created = await createRule(ports, by, body);
    return 'refused' in created ? created : ok(await toWire(ports, created));
  },
  changeAlertRule: async ({ caller, params: { id }, body }) => {
    const by = await requireAdministrator(ports, caller);
    if ('refused' in by) return by;
    const changed = await changeRule(ports, by, id, body);
    return 'refused' in changed ? changed : ok(await toWire(ports, changed));
  },
  deleteAlertRule: async ({ caller, params: { id } }) => {
    const by = await requireAdministrator(ports, caller);
    if ('refused' in by) return by;
    return ports.db.transaction().execute(async (trx) => {
      await lockAlertRules(trx);
      const rule = await findAlertRule(trx, id);
      if (rule === undefined) return NO_RULE;
      await removeAlertRule(trx, rule.id);
      await recordRule(trx, by, 'alert.delete', rule, ports.now());
      return ok({ status: 'success' as const });
    });
  },
});

/** Who is told, while they are an administrator. */
const findTold = async (
  { db, hasRight, now }: AlertRulePorts,
  { userId }: Pick<AlertRule, 'userId'>,
): Promise<UserCaller | undefined> => {
  const person = userId === null ? undefined : await findUserCaller(db, userId, now());
  const isTold = person && (await hasRight(person, 'administer', { type: 'instance' }));
  return isTold ? person : undefined;
};

const toWire = async (ports: AlertRulePorts, rule: AlertRule): Promise<WireRule> => {
  const told = await findTold(ports, rule);
  return alertRuleToWire(rule, told ? { id: told.id, name: told.name } : null);
};

const MOST_RULES = 100;

const TOO_MANY = refuse('conflict', `There are ${MOST_RULES} alert rules. Remove one to add another.`);

type RuleBody = HandlerRequest<'createAlertRule'>['body'];

const createRule = async (
  ports: AlertRulePorts,
  by: UserCaller,
  body: RuleBody,
): Promise<AlertRule | Refusal> => {
  const refusal = await refusalOfBody(ports, by.id, body);
  if (refusal) return refusal;
  const at = ports.now();
  const rule: AlertRule = {
    ...wishesOf(body),
    id: v7({ msecs: at }),
    userId: by.id,
    createdAt: at,
    state: null,
  };
  return ports.db.transaction().execute(async (trx) => {
    await lockAlertRules(trx);
    if ((await listAlertRules(trx)).length >= MOST_RULES) return TOO_MANY;
    await writeAlertRule(trx, rule);
    await recordRule(trx, by, 'alert.create', rule, at);
    return rule;
  });
};

/** Who was told stays so. Where that is no administrator any more, it is who changes the rule. */
const changeRule = async (
  ports: AlertRulePorts,
  by: UserCaller,
  id: string,
  body: RuleBody,
): Promise<AlertRule | Refusal> => {
  const found = await findAlertRule(ports.db, id);
  if (found === undefined) return NO_RULE;
  const { id: userId } = (await findTold(ports, found)) ?? by;
  const refusal = await refusalOfBody(ports, userId, body);
  if (refusal) return refusal;
  return ports.db.transaction().execute(async (trx) => {
    await lockAlertRules(trx);
    const before = await findAlertRule(trx, id);
    if (before === undefined) return NO_RULE;
    const wishes = wishesOf(body);
    const isSame = isDeepStrictEqual(before.condition, wishes.condition);
    const rule: AlertRule = { ...before, ...wishes, userId, state: isSame ? before.state : null };
    await writeAlertRule(trx, rule);
    if (!isSame) await removeAlertState(trx, id);
    await recordRule(trx, by, 'alert.change', rule, ports.now());
    return rule;
  });
};

const wishesOf = (body: RuleBody): Pick<AlertRule, 'condition' | 'holdMs' | 'channels'> => ({
  condition: conditionOfWire(body.condition),
  holdMs: body.hold_s * 1_000,
  channels: { mail: body.mail, webhookId: body.webhook_id },
});

/** @param userId who is told */
const refusalOfBody = async (
  { db, offersMail }: AlertRulePorts,
  userId: string,
  { condition: { extractor }, mail, webhook_id }: RuleBody,
): Promise<Refusal | undefined> => {
  if (mail && !offersMail) return refuse('bad_request', 'This server sends no mails.');
  if (webhook_id !== null && (await findWebhook(db, userId, webhook_id)) === undefined)
    return refuse('bad_request', 'Who is told has no such webhook.');
  const isKnown = extractor === null || (await readExtractor(db, extractor)) !== undefined;
  return isKnown ? undefined : noSuchExtractor(extractor);
};

const recordRule = (
  trx: DatabaseTransaction,
  by: UserCaller,
  act: 'alert.create' | 'alert.change' | 'alert.delete',
  rule: AlertRule,
  at: number,
): Promise<void> =>
  recordAct(trx, {
    by,
    act,
    subject: rule.id,
    name: describeCondition(rule.condition),
    details: { condition: rule.condition, hold_ms: rule.holdMs },
    at,
  });
