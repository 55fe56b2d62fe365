import type { AlertRule } from '@pawprint/protocol';
import { at } from '../jobs/builders.ts';

export const anAlertState = (
  over: Partial<NonNullable<AlertRule['state']>> = {},
): NonNullable<AlertRule['state']> => ({
  alerting_since: null,
  value: 0,
  extractors: [],
  looked_at: at(60_000),
  ...over,
});

export const anAlertRule = (over: Partial<AlertRule> = {}): AlertRule => ({
  id: 'r1',
  condition: { kind: 'no_instance', extractor: null },
  hold_s: 300,
  mail: false,
  webhook_id: null,
  told: { id: 'u1', name: 'Ana Ruiz' },
  created_at: at(0),
  state: anAlertState(),
  ...over,
});
