import type { Generated } from 'kysely';
import type { Defaulted, JsonOrDefault, Nullable, Time, TimeOrNull } from './columns.ts';

export interface QuarantineTable {
  id: string;
  received_at: Time;
  source: 'report' | 'heartbeat';
  reason: string;
  detail: string;
  body: Buffer;
  properties: JsonOrDefault<Record<string, unknown>>;
  replayed_at: TimeOrNull;
  replayed_by: Nullable<string>;
  fingerprint: Buffer;
  times: Defaulted<number>;
  last_received_at: Time;
}

export interface ServerRunTable {
  id: string;
  started_at: Time;
  alive_at: Time;
  caught_up_at: TimeOrNull;
  reviewed: Defaulted<boolean>;
}

export interface AuditLogTable {
  id: string;
  /** The order in which rows were written. */
  seq: Generated<string>;
  at: Time;
  user_id: Nullable<string>;
  act: string;
  subject: string;
  details: JsonOrDefault<Record<string, unknown>>;
}
