import { z } from 'zod';
import { Id, IdParams, Success, Time } from '../http/fields.ts';
import type { RouteContracts } from '../http/route.ts';

const DAY_S = 86_400;

const Extractor = z
  .string()
  .min(1)
  .max(200)
  .nullable()
  .default(null)
  .meta({ description: 'the name of one extractor; null: any' });

const Condition = z.discriminatedUnion('kind', [
  z
    .object({
      kind: z.literal('oldest_waiting'),
      extractor: Extractor,
      longer_than_s: z
        .number()
        .int()
        .min(1)
        .max(30 * DAY_S),
    })
    .meta({ description: 'a job has waited for longer since its submission' }),
  z
    .object({
      kind: z.literal('failed_percent'),
      extractor: Extractor,
      more_than_percent: z.number().min(0).max(99),
      within_minutes: z.number().int().min(5).max(1_440).default(60),
      min_ended: z.number().int().min(1).max(1_000_000).default(10).meta({
        description: 'it does not hold where fewer jobs have ended',
      }),
    })
    .meta({
      description:
        'of the jobs of one extractor that ended within these minutes, more than so many percent failed or were lost; those that were cancelled do not count',
    }),
  z.object({ kind: z.literal('no_instance'), extractor: Extractor }).meta({
    description:
      'an extractor that is switched on, and not paused, has no live instance; where any can be meant, only those with waiting jobs',
  }),
]);

export const AlertCondition = Condition.meta({ id: 'AlertCondition' });
export type AlertCondition = z.infer<typeof AlertCondition>;

export const AlertRule = z
  .object({
    id: Id,
    condition: AlertCondition,
    hold_s: z.number().int().nonnegative(),
    mail: z.boolean(),
    webhook_id: Id.nullable(),
    told: z
      .object({ id: Id, name: z.string() })
      .nullable()
      .meta({ description: 'who is told; null: who made the rule is no administrator any more' }),
    created_at: Time,
    state: z
      .object({
        alerting_since: Time.nullable().meta({ description: 'null: all is fine' }),
        value: z.number().nullable().meta({
          description:
            'seconds that the oldest job has waited; percent that failed; number of extractors without an instance. null: there is none',
        }),
        extractors: z.array(z.string()).meta({ description: 'for which it holds, the worst first' }),
        looked_at: Time,
      })
      .nullable()
      .meta({ description: 'null: not looked at yet' }),
  })
  .meta({ id: 'AlertRule' });
export type AlertRule = z.infer<typeof AlertRule>;

const body = z.object({
  condition: Condition.meta({ id: 'NewAlertCondition' }),
  hold_s: z.number().int().min(0).max(DAY_S).default(300).meta({
    description: 'it is told once it has held for so long, and is over once it has not for as long',
  }),
  mail: z.boolean().default(false).meta({ description: 'also by mail' }),
  webhook_id: Id.nullable().default(null).meta({ description: 'also by this webhook of who is told' }),
});

export const alertRuleContracts = {
  listAlertRules: {
    tag: 'notifications',
    summary: 'List the alert rules with what was last seen of them, oldest first',
    answer: z.object({
      items: z.array(AlertRule),
      offers_mail: z.boolean().meta({ description: 'this server sends mails' }),
    }),
  },
  createAlertRule: {
    tag: 'notifications',
    summary: 'Be told of a trouble once it begins, and once it is over',
    body,
    status: 201,
    answer: AlertRule,
  },
  changeAlertRule: {
    tag: 'notifications',
    summary: 'Change an alert rule; with another condition it begins anew',
    params: IdParams,
    body,
    answer: AlertRule,
  },
  deleteAlertRule: {
    tag: 'notifications',
    summary: 'Remove an alert rule; nobody is told that it is over',
    params: IdParams,
    answer: Success,
  },
} satisfies RouteContracts;
