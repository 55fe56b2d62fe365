import type { ColumnType } from 'kysely';
import type { MetadataAgent } from '../../model/metadata.ts';
import type { Defaulted, Json, JsonOrDefault, JsonOrNull, Nullable, Time } from './columns.ts';

export interface DatasetTable {
  id: string;
  name: string;
  description: Defaulted<string>;
  created_at: Time;
  created_by: Nullable<string>;
  is_public: Defaulted<boolean>;
}

/** bigint columns are read as numbers (database.ts parses int8), since all values stay below 2^53. */
export interface FileTable {
  id: string;
  dataset_id: string;
  name: string;
  description: Defaulted<string>;
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

export interface UploadKeyTable {
  user_id: string;
  key: string;
  dataset_id: string;
  files: Json<readonly { readonly id: string; readonly name: string; readonly createdAt: number }[]>;
  created_at: Time;
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
  replaced_by: Nullable<string>;
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

interface InSpace {
  space_id: string;
  added_at: Time;
  added_by: Nullable<string>;
}

export interface DatasetSpaceTable extends InSpace {
  dataset_id: string;
}

export interface CollectionSpaceTable extends InSpace {
  collection_id: string;
}

export interface DoomedBlobTable {
  blob_key: string;
  /** Only written. If it is left out, the blob is due at once. */
  due_at: ColumnType<never, Date | undefined, never>;
}
