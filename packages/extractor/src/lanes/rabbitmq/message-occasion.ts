import type { ExtractorMessage } from '@pawprint/protocol';

/** What set a message off. */
export type MessageOccasion = 'upload' | 'dataset' | 'metadata' | 'manual';

/**
 * Told from the routing key as pyClowder tells it, but for one thing: what was submitted by hand is known by the key's
 * beginning, so that an extractor may have `.dataset.` or `.file.` in its name.
 */
export const occasionOf = ({ routing_key }: ExtractorMessage): MessageOccasion => {
  const key = routing_key ?? '';
  if (key.startsWith('extractors.')) return 'manual';
  if (key.includes('.dataset.')) return 'dataset';
  if (key.includes('metadata.')) return 'metadata';
  return key.includes('.file.') ? 'upload' : 'manual';
};
