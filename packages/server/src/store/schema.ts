import type {
  AttemptOutcome,
  CancelOutcome,
  EventKind,
  JobFlag,
  JobState,
  LogLevel,
  MatchedBy,
  Trigger,
} from '@pawprint/core';
import type { ColumnType } from 'kysely';
import type { MetadataAgent } from '../data/metadata.ts';
import type { Lane, Occasion } from '../tracking/tracked-job.ts';

/** timestamptz: read and written as Date. */
type Time = ColumnType<Date, Date, Date>;
type TimeOrNull = ColumnType<Date | null, Date | null | undefined, Date | null>;
/** jsonb: read parsed, written as JSON text (a JS array would otherwise become a PostgreSQL array). */
type Json<T> = ColumnType<T, string, string>;
type JsonOrDefault<T> = ColumnType<T, string | undefined, string>;
type JsonOrNull<T> = ColumnType<T | null, string | null | undefined, string | null>;
type Defaulted<T> = ColumnType<T, T | undefined, T>;
type Nullable<T> = ColumnType<T | null, T | null | undefined, T | null>;

/** better-auth writes these four, and has columns of its own in each: here stands what the server itself touches. */
export interface UserTable {
  id: string;
  name: string;
  email: string;
  email_verified: Defaulted<boolean>;
  role: Defaulted<string>;
  banned: Defaulted<boolean>;
  ban_expires: TimeOrNull;
}

export interface CredentialTable {
  id: string;
  user_id: string;
  provider_id: string;
  account_id: string;
  password: Nullable<string>;
}

export interface SessionTable {
  id: string;
  token: string;
  user_id: string;
  expires_at: Time;
}

export interface ApiKeyTable {
  id: string;
  user_id: string;
  name: Nullable<string>;
  /** The first characters, to tell one's keys apart by. */
  start: Nullable<string>;
  /** Its SHA-256, never the key. */
  key: string;
  enabled: Defaulted<boolean>;
  expires_at: TimeOrNull;
  last_request: TimeOrNull;
}

export interface DatasetTable {
  id: string;
  name: string;
  description: Defaulted<string>;
  created_at: Time;
  created_by: Nullable<string>;
}

/** bigint columns are read as numbers (database.ts parses int8): every one here stays below 2^53. */
export interface FileTable {
  id: string;
  dataset_id: string;
  name: string;
  size_bytes: number;
  sha256: string;
  mime: string;
  mime_by_name: Nullable<string>;
  mime_by_content: Nullable<string>;
  blob_key: string;
  created_at: Time;
  uploaded_by: Nullable<string>;
  downloads: Defaulted<number>;
  made_by_job: Nullable<string>;
  made_by_attempt: Nullable<number>;
  output_key: Nullable<string>;
}

export interface MetadataTable {
  id: string;
  file_id: Nullable<string>;
  dataset_id: Nullable<string>;
  context: JsonOrNull<unknown>;
  content: Json<unknown>;
  agent: Json<MetadataAgent>;
  extractor: Nullable<string>;
  user_id: Nullable<string>;
  job_id: Nullable<string>;
  attempt: Nullable<number>;
  output_key: Nullable<string>;
  created_at: Time;
}

export interface PreviewTable {
  id: string;
  kind: 'preview' | 'thumbnail';
  file_id: Nullable<string>;
  section_id: Nullable<string>;
  collection_id: Nullable<string>;
  title: Defaulted<string>;
  mime: string;
  size_bytes: number;
  sha256: string;
  blob_key: string;
  details: JsonOrDefault<Record<string, unknown>>;
  extractor: Nullable<string>;
  uploaded_by: Nullable<string>;
  job_id: Nullable<string>;
  attempt: Nullable<number>;
  output_key: Nullable<string>;
  created_at: Time;
}

export interface TagTable {
  id: string;
  file_id: Nullable<string>;
  dataset_id: Nullable<string>;
  section_id: Nullable<string>;
  tag: string;
  user_id: Nullable<string>;
  extractor: Nullable<string>;
  job_id: Nullable<string>;
  created_at: Time;
}

export interface SectionTable {
  id: string;
  file_id: string;
  description: Defaulted<string>;
  details: JsonOrDefault<Record<string, unknown>>;
  extractor: Nullable<string>;
  created_by: Nullable<string>;
  job_id: Nullable<string>;
  created_at: Time;
}

export interface CollectionTable {
  id: string;
  name: string;
  description: Defaulted<string>;
  created_at: Time;
  created_by: Nullable<string>;
}

export interface CollectionParentTable {
  parent_id: string;
  child_id: string;
}

export interface CollectionDatasetTable {
  collection_id: string;
  dataset_id: string;
  added_at: Time;
  added_by: Nullable<string>;
}

export interface DoomedBlobTable {
  blob_key: string;
  /** Written only; left out, it is due at once. */
  due_at: ColumnType<never, Date | undefined, never>;
}

export interface InstanceSettingTable {
  name: string;
  value: string;
}

export interface ExtractorTable {
  name: string;
  id: string;
  version: string;
  info: Json<Record<string, unknown>>;
  process: JsonOrDefault<{ file?: string[]; dataset?: string[]; metadata?: string[] }>;
  enabled: boolean;
  owner: Nullable<string>;
  queue: Nullable<string>;
  unroutable_at: TimeOrNull;
  first_seen_at: Time;
  updated_at: Time;
}

export interface ExtractorVersionTable {
  extractor: string;
  version: string;
  info: Json<Record<string, unknown>>;
  first_seen_at: Time;
  last_seen_at: Time;
}

export interface ExtractorInstanceTable {
  extractor: string;
  id: string;
  version: string;
  lane: Lane;
  host: Nullable<string>;
  interval_ms: number;
  first_seen_at: Time;
  last_seen_at: Time;
  stopped_at: TimeOrNull;
}

export interface ExtractorLabelTable {
  id: string;
  name: string;
  category: Nullable<string>;
  created_at: Time;
}

export interface ExtractorLabelMemberTable {
  label_id: string;
  extractor: string;
}

export interface JobTable {
  id: string;
  extractor: string;
  extractor_version: Nullable<string>;
  resource_type: 'file' | 'dataset';
  resource_id: string;
  resource_name: string;
  resource_size_bytes: Nullable<number>;
  resource_mime: Nullable<string>;
  dataset_id: Nullable<string>;
  cause_type: Nullable<'file' | 'dataset'>;
  cause_id: Nullable<string>;
  cause_name: Nullable<string>;
  trigger: Trigger;
  submitted_by: Nullable<string>;
  parameters: JsonOrDefault<Record<string, unknown>>;
  resubmit_of: Nullable<string>;
  resubmitted_as: Defaulted<string[]>;
  priority: Defaulted<number>;
  occasion: JsonOrNull<Occasion>;
  lane: Nullable<Lane>;
  replayed_at: TimeOrNull;
  state: JobState;
  flags: Defaulted<JobFlag[]>;
  attempt_count: Defaulted<number>;
  submitted_at: Time;
  queued_at: TimeOrNull;
  started_at: TimeOrNull;
  finished_at: TimeOrNull;
  last_event_at: Time;
  last_seq: number;
  progress: Nullable<number>;
  latest_kind: Nullable<string>;
  latest_message: Nullable<string>;
  latest_at: TimeOrNull;
  error_message: Nullable<string>;
  error_attempt: Nullable<number>;
  reason: Nullable<string>;
  cancel_requested_by: Nullable<string>;
  cancel_requested_at: TimeOrNull;
  cancel_outcome: Nullable<CancelOutcome>;
  available_at: Time;
  /** Made by PostgreSQL, of an ended job. */
  elapsed_ms: ColumnType<number | null, never, never>;
}

export interface JobAttemptTable {
  job_id: string;
  number: number;
  outcome: AttemptOutcome;
  started_at: Time;
  ended_at: TimeOrNull;
  instance_id: Nullable<string>;
  extractor_version: Nullable<string>;
  error: Nullable<string>;
  reason: Nullable<string>;
  lease_id: Nullable<string>;
  lease_expires_at: TimeOrNull;
}

export interface JobEventTable {
  seq: number;
  id: string;
  job_id: string;
  attempt: Nullable<number>;
  kind: EventKind;
  level: Nullable<LogLevel>;
  message: string;
  received_at: Time;
  reported_at: TimeOrNull;
  reported: Nullable<string>;
  matched_by: MatchedBy;
  late: Defaulted<boolean>;
  data: JsonOrNull<Record<string, unknown>>;
}

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

export interface Schema {
  users: UserTable;
  credentials: CredentialTable;
  sessions: SessionTable;
  api_keys: ApiKeyTable;
  datasets: DatasetTable;
  files: FileTable;
  metadata: MetadataTable;
  previews: PreviewTable;
  tags: TagTable;
  sections: SectionTable;
  collections: CollectionTable;
  collection_parents: CollectionParentTable;
  collection_datasets: CollectionDatasetTable;
  doomed_blobs: DoomedBlobTable;
  instance_settings: InstanceSettingTable;
  extractors: ExtractorTable;
  extractor_versions: ExtractorVersionTable;
  extractor_instances: ExtractorInstanceTable;
  extractor_labels: ExtractorLabelTable;
  extractor_label_members: ExtractorLabelMemberTable;
  jobs: JobTable;
  job_attempts: JobAttemptTable;
  job_events: JobEventTable;
  quarantine: QuarantineTable;
  audit_log: AuditLogTable;
}
