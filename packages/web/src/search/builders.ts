import type { MetadataHit } from '@pawprint/protocol';
import { at } from '../jobs/builders.ts';

export const aMetadataHit = (hit: Partial<MetadataHit> = {}): MetadataHit => ({
  resource: { type: 'file', id: 'f1', name: 'measurements.csv' },
  dataset: { id: 'd1', name: 'Soil cores 2026' },
  values: [{ key: 'text.lines', value: '1200', number: 1_200 }],
  extractor: 'pawprint.word-count',
  created_at: at(0),
  ...hit,
});
