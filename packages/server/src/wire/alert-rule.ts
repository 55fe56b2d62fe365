import type { AlertCondition as WireCondition, AlertRule as WireRule } from '@pawprint/protocol';
import type { AlertCondition, AlertRule, AlertState } from '../model/alert-rule.ts';
import { time, timeOrNull } from './time.ts';

/** @param told who is told; null: who made the rule is no administrator any more */
export const alertRuleToWire = (rule: AlertRule, told: WireRule['told']): WireRule => ({
  id: rule.id,
  condition: conditionToWire(rule.condition),
  hold_s: rule.holdMs / 1_000,
  mail: rule.channels.mail,
  webhook_id: rule.channels.webhookId,
  told,
  created_at: time(rule.createdAt),
  state: rule.state && stateToWire(rule.condition, rule.state),
});

const stateToWire = (
  { kind }: AlertCondition,
  { alertingSince, value, extractors, lookedAt }: AlertState,
): NonNullable<WireRule['state']> => ({
  alerting_since: timeOrNull(alertingSince),
  value: value !== null && kind === 'oldest_waiting' ? Math.round(value / 1_000) : value,
  extractors: [...extractors],
  looked_at: time(lookedAt),
});

const conditionToWire = (condition: AlertCondition): WireCondition => {
  const { kind, extractor } = condition;
  if (kind === 'oldest_waiting') return { kind, extractor, longer_than_s: condition.longerThanMs / 1_000 };
  if (kind === 'no_instance') return { kind, extractor };
  return {
    kind,
    extractor,
    more_than_percent: condition.moreThanPercent,
    within_minutes: condition.withinMs / 60_000,
    min_ended: condition.minEnded,
  };
};

export const conditionOfWire = (condition: WireCondition): AlertCondition => {
  const { kind, extractor } = condition;
  if (kind === 'oldest_waiting') return { kind, extractor, longerThanMs: condition.longer_than_s * 1_000 };
  if (kind === 'no_instance') return { kind, extractor };
  return {
    kind,
    extractor,
    moreThanPercent: condition.more_than_percent,
    withinMs: condition.within_minutes * 60_000,
    minEnded: condition.min_ended,
  };
};
