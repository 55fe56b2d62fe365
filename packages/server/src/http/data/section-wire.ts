import type { Section as WireSection } from '@pawprint/protocol';
import type { Preview } from '../../data/preview.ts';
import type { Section } from '../../data/section.ts';
import { wirePreview } from './preview-wire.ts';

/** Clowder's word for none. */
const NO_START = '-1';

const startTimeOf = ({ startTime }: Section['details']): string =>
  typeof startTime === 'number' || typeof startTime === 'string' ? String(startTime) : NO_START;

export const wireSection = (
  section: Section,
  { tags, previews }: { readonly tags: readonly string[]; readonly previews: readonly Preview[] },
): WireSection => ({
  id: section.id,
  file_id: section.fileId,
  startTime: startTimeOf(section.details),
  tags: [...tags],
  description: section.description,
  details: { ...section.details },
  previews: previews.map(wirePreview),
  extractor: section.extractor,
  job_id: section.jobId,
  created_at: section.createdAt.toISOString(),
  created_by: section.createdBy,
});
