import type { Lane } from '../../model/job.ts';
import type { Json, JsonOrDefault, Nullable, Time, TimeOrNull } from './columns.ts';

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
