import type {
  MetadataHit as WireHit,
  MetadataKey as WireKey,
  MetadataRow as WireRow,
} from '@pawprint/protocol';
import type { MetadataHit, MetadataKey, MetadataTableRow } from '../model/metadata-value.ts';
import { time } from './time.ts';

export const metadataHitToWire = ({
  resource,
  dataset,
  values,
  extractor,
  createdAt,
}: MetadataHit): WireHit => ({
  resource: { ...resource },
  dataset: { ...dataset },
  values: values.map((value) => ({ ...value })),
  extractor,
  created_at: time(createdAt),
});

export const metadataKeyToWire = ({ key, files, isNumeric }: MetadataKey): WireKey => ({
  key,
  files,
  kind: isNumeric ? 'number' : 'text',
});

export const metadataRowToWire = ({ file, values }: MetadataTableRow): WireRow => ({
  file: { ...file },
  values: Object.fromEntries([...values].map(([key, texts]) => [key, [...texts]])),
});
