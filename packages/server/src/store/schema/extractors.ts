import type { RunTimes } from '@pawprint/core';
import type { StoredAnnouncement } from '../../model/extractor.ts';
import type { ChangeState, VersionedEssentials } from '../../model/extractor-change.ts';
import type { Lane } from '../../model/job.ts';
import type { Defaulted, Json, JsonOrDefault, JsonOrNull, Nullable, Time, TimeOrNull } from './columns.ts';

export interface ExtractorTable {
  name: string;
  id: string;
  version: string;
  info: Json<Record<string, unknown>>;
  process: JsonOrDefault<{ file?: string[]; dataset?: string[]; metadata?: string[] }>;
  enabled: boolean;
  dispatch_paused_at: TimeOrNull;
  dispatch_paused_by: Nullable<string>;
  dispatch_pause_reason: Nullable<string>;
  owner: Nullable<string>;
  queue: Nullable<string>;
  unroutable_at: TimeOrNull;
  queue_checked_at: TimeOrNull;
  queue_ready: Nullable<number>;
  queue_consumers: Defaulted<number>;
  queue_consumed_at: TimeOrNull;
  queue_watched: Defaulted<boolean>;
  heartbeat_only: Defaulted<boolean>;
  first_seen_at: Time;
  updated_at: Time;
}

export interface UnregisteredExtractorTable {
  name: string;
  source: 'heartbeat' | 'report' | 'binding';
  info: JsonOrNull<Record<string, unknown>>;
  first_seen_at: Time;
  last_seen_at: Time;
  times: Defaulted<number>;
}

export interface ExtractorVersionTable {
  extractor: string;
  version: string;
  info: Json<Record<string, unknown>>;
  first_seen_at: Time;
  last_seen_at: Time;
  superseded_at: TimeOrNull;
  superseded_by: Nullable<string>;
  superseded_reason: Nullable<string>;
}

export interface ExtractorStatisticsTable {
  extractor: string;
  p99_gap_ms: Nullable<number>;
  gaps: number;
  run_times: Json<RunTimes[]>;
  computed_at: Time;
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
  change_id: Nullable<string>;
}

export interface ExtractorChangeTable {
  id: string;
  extractor: string;
  content: string;
  state: ChangeState;
  before: JsonOrNull<VersionedEssentials>;
  after: Json<VersionedEssentials>;
  announcement: JsonOrNull<StoredAnnouncement>;
  lane: Lane;
  instance_id: Nullable<string>;
  host: Nullable<string>;
  broker_user: Nullable<string>;
  user_id: Nullable<string>;
  announced_at: Time;
  decided_at: TimeOrNull;
  decided_by: Nullable<string>;
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

export interface SpaceExtractorTable {
  space_id: string;
  extractor: string;
  enabled: boolean;
}

export interface ExtractorPersonTable {
  extractor: string;
  user_id: string;
}

export interface ExtractorSpaceTable {
  extractor: string;
  space_id: string;
}
