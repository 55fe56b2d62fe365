import type { JsonOrDefault, Nullable, Time, TimeOrNull } from './columns.ts';

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
}

export interface AuditLogTable {
  id: string;
  at: Time;
  user_id: Nullable<string>;
  act: string;
  subject: string;
  details: JsonOrDefault<Record<string, unknown>>;
}
