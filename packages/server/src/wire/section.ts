import type { Section as WireSection } from '@pawprint/protocol';
import type { Section } from '../model/file.ts';
import type { Preview } from '../model/preview.ts';
import { previewToWire } from './preview.ts';
import { time } from './time.ts';

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
