import type { Ineligibility } from '@pawprint/core';
import type { Generated } from 'kysely';
import type { AuditEntry } from '../../model/audit-entry.ts';
import type { Operation, OperationRequest } from '../../model/operation.ts';
import type { Defaulted, Json, JsonOrDefault, Nullable, Time, TimeOrNull } from './columns.ts';

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
}

export interface AuditLogTable {
  id: string;
  /** The order in which rows were written. */
  seq: Generated<string>;
  at: Time;
  user_id: Nullable<string>;
  user_name: Nullable<string>;
  act: string;
  subject: string;
  subject_name: Nullable<string>;
  /** Of the client. */
  address: Nullable<string>;
  means: Nullable<NonNullable<AuditEntry['means']>>;
  /** The name of the key, or the id of the job. */
  credential: Nullable<string>;
  details: JsonOrDefault<Record<string, unknown>>;
}

export interface OperationTable {
  id: string;
  kind: OperationRequest['kind'];
  state: Operation['state'];
  requested_by: Nullable<string>;
  requested_at: Time;
  finished_at: TimeOrNull;
  request: Json<OperationRequest>;
  subject_count: number;
  done: Defaulted<number>;
  failed_count: Defaulted<number>;
  reason: Nullable<string>;
  waits_for: Nullable<string>;
  waiting_jobs: Nullable<number>;
}

export interface OperationSubjectTable {
  operation_id: string;
  position: number;
  subject_id: string;
  failure: Nullable<Ineligibility>;
}
