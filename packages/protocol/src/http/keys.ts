import { z } from 'zod';
import { Id, IdParams, Time } from './fields.ts';
import type { RouteContracts } from './route.ts';

export const KEY_SCOPES = ['read', 'write', 'submit', 'operate'] as const;

export const KeyScope = z.enum(KEY_SCOPES).meta({
  id: 'KeyScope',
  description:
    'read: see data. write: also create, change, delete and share it, and work on jobs as an extractor. submit: also submit and cancel jobs. operate: run the instance (queues, quarantine, which extractors are enabled)',
});
export type KeyScope = z.infer<typeof KeyScope>;

export const ApiKey = z
  .object({
    id: Id,
    name: z.string(),
    start: z.string().nullable().meta({ description: 'the first characters; null for short keys' }),
    scopes: z
      .array(KeyScope)
      .nullable()
      .meta({ description: 'what the key can do of what its owner can do; null: all of it' }),
    created_at: Time,
    expires_at: Time.nullable(),
    last_used_at: Time.nullable(),
  })
  .meta({ id: 'ApiKey' });
export type ApiKey = z.infer<typeof ApiKey>;

/** The only answer that contains the key itself. */
export const NewApiKey = ApiKey.extend({ key: z.string() }).meta({ id: 'NewApiKey' });
export type NewApiKey = z.infer<typeof NewApiKey>;

const Name = z.string().trim().min(1).max(100);

/** Clowder v1's answers. It shows whole keys again and again; here `key` of a list is only how the key begins. */
const ClowderKey = z.object({
  name: z.string(),
  key: z.string(),
  identityId: z.object({ userId: z.string(), providerId: z.string() }),
});

export const keyContracts = {
  listKeys: {
    tag: 'access',
    summary: "List the caller's API keys, newest first",
    answer: z.object({ keys: z.array(ApiKey) }),
  },
  createKey: {
    tag: 'access',
    summary: 'Create an API key; the answer is the only one that contains it',
    body: z.object({
      name: Name,
      scopes: z
        .array(KeyScope)
        .min(1)
        .nullable()
        .default(null)
        .meta({ description: 'null: everything that its owner can do' }),
      expires_in_days: z.number().int().min(1).max(3650).nullable().default(null),
    }),
    status: 201,
    answer: NewApiKey,
  },
  revokeKey: {
    tag: 'access',
    summary: "Revoke one of the caller's API keys; it stops working within 5 seconds",
    params: IdParams,
    status: 204,
  },
  listUserKeys: {
    tag: 'access',
    summary: "List the caller's API keys, as Clowder v1 does; of each key only its beginning",
    answer: z.array(ClowderKey),
  },
  showUserKey: {
    tag: 'access',
    summary: "Show one of the caller's API keys by its name, as Clowder v1 does; only its beginning",
    params: z.object({ name: z.string() }),
    answer: ClowderKey,
  },
  addUserKey: {
    tag: 'access',
    summary: 'Create an API key that can do everything that its owner can do, as Clowder v1 does',
    query: z.object({ name: Name }),
    answer: z.object({ name: z.string(), key: z.string() }),
  },
  removeUserKey: {
    tag: 'access',
    summary: "Revoke one of the caller's API keys by its name, as Clowder v1 does",
    params: z.object({ name: z.string() }),
    status: 204,
  },
} satisfies RouteContracts;
