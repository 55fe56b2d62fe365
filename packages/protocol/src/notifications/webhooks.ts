import { z } from 'zod';
import { Id, IdParams, Success, Time } from '../http/fields.ts';
import type { RouteContracts } from '../http/route.ts';

/** An address of a person's own that is called with what they are told. */
export const Webhook = z
  .object({ id: Id, name: z.string(), url: z.string(), created_at: Time })
  .meta({ id: 'Webhook' });
export type Webhook = z.infer<typeof Webhook>;

/** The only answer that contains the secret. */
const NewWebhook = Webhook.extend({
  secret: z.string().meta({
    description: 'by which the receiver verifies the signature, as Standard Webhooks describes it',
    examples: ['whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD'],
  }),
}).meta({ id: 'NewWebhook' });

const DELIVERY_STATES = ['waiting', 'delivered', 'failed'] as const;

export const Delivery = z
  .object({
    id: Id.meta({ description: 'the header `webhook-id`: the same for each attempt' }),
    title: z.string(),
    state: z.enum(DELIVERY_STATES),
    attempts: z.number().int().nonnegative(),
    created_at: Time,
    tried_at: Time.nullable(),
    next_at: Time.nullable().meta({ description: 'when it is tried again' }),
    answer_status: z.number().int().nullable(),
    answer: z.string().nullable().meta({ description: 'the beginning of the answer, or why none came' }),
  })
  .meta({ id: 'Delivery' });
export type Delivery = z.infer<typeof Delivery>;

export const webhookContracts = {
  listWebhooks: {
    tag: 'notifications',
    summary: 'List your webhooks, newest first',
    answer: z.object({ items: z.array(Webhook) }),
  },
  createWebhook: {
    tag: 'notifications',
    summary: 'Have an address called with what you are told; the answer is the only one with the secret',
    body: z.object({
      name: z.string().trim().min(1).max(100),
      url: z.url({ protocol: /^https?$/ }).max(2_000),
    }),
    status: 201,
    answer: NewWebhook,
  },
  deleteWebhook: {
    tag: 'notifications',
    summary: 'Remove a webhook; what is watched stays so, and is told at the bell',
    params: IdParams,
    answer: Success,
  },
  listDeliveries: {
    tag: 'notifications',
    summary: 'List what a webhook was sent and what it answered, newest first',
    params: IdParams,
    answer: z.object({ items: z.array(Delivery).max(50) }),
  },
  resendDelivery: {
    tag: 'notifications',
    summary: 'Send a delivery once more, with the same body',
    params: z.object({ id: Id, delivery_id: Id }),
    status: 202,
    answer: Delivery,
  },
} satisfies RouteContracts;
