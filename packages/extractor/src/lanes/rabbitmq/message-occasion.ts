import type { ExtractorMessage } from '@pawprint/protocol';

/** What set a message off. */
export type MessageOccasion = 'upload' | 'dataset' | 'metadata' | 'manual';

/**
 * Told from the routing key as pyClowder tells it, but for one thing: what was submitted by hand is known as such
 * first, so that an extractor may have `.dataset.` or `.file.` in its name.
 */
export const occasionOf = ({ routing_key, action }: ExtractorMessage): MessageOccasion => {
  const key = routing_key ?? '';
  if (action === 'manual-submission' || key.startsWith('extractors.')) return 'manual';
  if (key.includes('.dataset.')) return 'dataset';
  if (key.includes('.file.')) return 'upload';
  return key.includes('metadata.') ? 'metadata' : 'manual';
};
