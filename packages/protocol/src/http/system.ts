import { z } from 'zod';
import { Time } from './fields.ts';
import type { RouteContracts } from './route.ts';

const Count = z.number().int().nonnegative();

export const System = z
  .object({
    version: z.string(),
    node: z.string().meta({ description: 'the version of Node.js' }),
    address: z.string().meta({ description: 'for people and extractors' }),
    database: z.object({
      version: z.string(),
      size_bytes: Count,
      embedded: z.boolean().meta({ description: "whether it is the server's own" }),
    }),
    old_events: z.object({
      keep_months: Count.nullable().meta({
        description: 'whole months after which events are archived; null: never',
      }),
      archives: z
        .array(z.object({ month: z.string(), events: Count, size_bytes: Count, archived_at: Time }))
        .meta({ description: 'the oldest month first' }),
    }),
    rabbitmq: z.boolean().meta({ description: 'whether it is configured; its state is among the checks' }),
    files: z.object({
      path: z.string().nullable().meta({
        description: 'of the folder, or the address of the bucket; null for all but administrators',
      }),
      free_bytes: Count.nullable().meta({ description: 'of the disk; null where a bucket has the files' }),
    }),
    ready: z.boolean(),
    checks: z.record(z.string(), z.object({ ok: z.boolean(), reason: z.string().optional() })),
    requests: z
      .array(z.object({ kind: z.string(), under_way: Count, in_all: Count, per_caller: Count }))
      .meta({ description: 'what is under way now, with its limits' }),
    runs: z
      .array(z.object({ started_at: Time, alive_at: Time }))
      .meta({ description: 'of servers on this database, the latest first' }),
  })
  .meta({ id: 'System' });
export type System = z.infer<typeof System>;

export const systemContracts = {
  showSystem: {
    tag: 'server',
    summary: 'The state of the server, its database and its lanes (operators, auditors and administrators)',
    answer: System,
  },
  listSettings: {
    tag: 'server',
    summary:
      'The settings in force, without secrets; who reads them is recorded (operators, auditors and administrators)',
    answer: z.array(
      z.object({
        name: z.string(),
        value: z.string().nullable().meta({ description: '`hidden` for a secret; null: not set' }),
        is_default: z.boolean(),
      }),
    ),
  },
} satisfies RouteContracts;
