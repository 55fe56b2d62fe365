import type { Instant } from '@pawprint/core';
import type {
  DatasetFile,
  FileInfo,
  UploadedFile,
  LatestJob as WireLatestJob,
  Section as WireSection,
} from '@pawprint/protocol';
import type { DataFile, LatestJob, Section, StoredFile } from '../model/file.ts';
import type { Preview } from '../model/preview.ts';
import { previewToWire } from './preview.ts';
import { javaDate, time } from './time.ts';

const ourFields = (file: DataFile) => ({
  created_at: time(file.createdAt),
  size_bytes: file.sizeBytes,
  sha256: file.sha256,
  uploaded_by: file.uploadedBy,
  made_by_job: file.madeByJob,
});

export const datasetFileToWire = (file: DataFile, latestJobs?: WireLatestJob[]): DatasetFile => ({
  id: file.id,
  filename: file.name,
  contentType: file.mime,
  'date-created': javaDate(file.createdAt),
  size: String(file.sizeBytes),
  thumbnail: file.thumbnailId,
  ...ourFields(file),
  ...(latestJobs ? { latest_jobs: latestJobs } : {}),
});

/** Clowder's status of a file whose bytes are complete. Here a file has no row before that. */
const PROCESSED = 'PROCESSED';

export const uploadedFileToWire = ({ id, name, createdAt }: StoredFile): UploadedFile => ({
  id,
  name,
  status: PROCESSED,
  thumbnail: null,
  created: javaDate(createdAt),
  resource_type: 'file',
});

/** The elapsed time of a job that has not ended is counted until `now`. */
export const latestJobToWire = (job: LatestJob, now: Instant): WireLatestJob => ({
  extractor: job.extractor,
  job_id: job.jobId,
  state: job.state,
  elapsed_ms: Math.max(0, (job.finishedAt ?? now) - job.submittedAt),
  last_event_at: time(job.lastEventAt),
});

/** The facts about a file that are in other tables. */
interface FileParts {
  readonly tags: readonly string[];
  readonly previews: readonly Preview[];
  readonly metadataCount: number;
}

export const fileToWire = (file: DataFile, parts: FileParts): FileInfo => ({
  id: file.id,
  filename: file.name,
  filedescription: file.description,
  'content-type': file.mime,
  'date-created': javaDate(file.createdAt),
  size: String(file.sizeBytes),
  thumbnail: file.thumbnailId,
  authorId: file.uploadedBy?.id ?? '',
  status: PROCESSED,
  views: '0',
  downloads: String(file.downloads),
  path: '',
  ...ourFields(file),
  mime: { by_name: file.mimeByName, by_content: file.mimeByContent },
  dataset: { id: file.dataset.id, name: file.dataset.name },
  tags: [...parts.tags],
  previews: parts.previews.map(previewToWire),
  metadata_count: parts.metadataCount,
});

/** Clowder's value for no start time. */
const NO_START = '-1';

const startTimeOf = ({ startTime }: Section['details']): string =>
  typeof startTime === 'number' || typeof startTime === 'string' ? String(startTime) : NO_START;

export const sectionToWire = (
  section: Section,
  { tags, previews }: { readonly tags: readonly string[]; readonly previews: readonly Preview[] },
): WireSection => ({
  id: section.id,
  file_id: section.fileId,
  startTime: startTimeOf(section.details),
  tags: [...tags],
  description: section.description,
  details: { ...section.details },
  previews: previews.map(previewToWire),
  extractor: section.extractor,
  job_id: section.jobId,
  created_at: time(section.createdAt),
  created_by: section.createdBy,
});
