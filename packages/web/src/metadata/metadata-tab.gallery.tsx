import type { Metadata } from '@pawprint/protocol';
import { example } from '../gallery/example.tsx';
import { at } from '../jobs/builders.ts';
import { MetadataTab } from './metadata-tab.tsx';

const aDocument = (id: string, minute: number, content: unknown): Metadata => ({
  id,
  attached_to: { resource_type: 'cat:file', url: '/api/files/f1' },
  created_at: '',
  agent: { '@type': 'cat:extractor', name: 'pawprint.word-count', version: '1.0' },
  content,
  created: at(minute),
  job_id: `j-${id}`,
  replaced_by: null,
  is_superseded: false,
});

const byAna = (document: Metadata): Metadata => ({
  ...document,
  agent: { '@type': 'cat:user', name: 'Ana Ruiz' },
  job_id: null,
});

const file = { type: 'file', id: 'f1' } as const;
const LONG = 'Taken at the north end of the meadow, where the soil is wet until June. '.repeat(20);

export const Values = example(<MetadataTab resource={file} />, {
  listFileMetadata: [
    aDocument('d2', 2, {
      lines: 1_234_567,
      depth: { value: 12.5, unit: 'cm' },
      text: LONG,
      sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      species: ['oak', 'red oak'],
      exif: { Model: 'X-T5', ISO: 400 },
      empty: null,
      checked: true,
    }),
    aDocument('d1', 1, { lines: 12, species: ['oak'] }),
    byAna(aDocument('d5', 0, { site: 'North ridge' })),
    byAna(aDocument('d4', -3, { weather: { rain: 'none' } })),
    byAna({ ...aDocument('d3', -2, { site: 'North' }), replaced_by: 'd5' }),
  ],
});

/** The newest document is by a version that is superseded: the one before it counts. */
export const Superseded = example(<MetadataTab resource={file} />, {
  listFileMetadata: [
    { ...aDocument('d2', 2, { lines: 13 }), is_superseded: true },
    aDocument('d1', 1, { lines: 12 }),
  ],
});

export const None = example(<MetadataTab resource={file} />, { listFileMetadata: [] });
