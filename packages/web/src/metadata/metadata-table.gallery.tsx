import { useState } from 'react';
import { example } from '../gallery/example.tsx';
import { PENDING, Refusal } from '../gallery/fake-api.ts';
import { MetadataTable } from './metadata-table.tsx';
import type { TableView } from './table-query.ts';

const Shown = (initial: Partial<TableView>) => {
  const [view, setView] = useState<TableView>({ columns: undefined, where: '', sort: '', ...initial });
  return (
    <MetadataTable
      datasetId="d1"
      view={view}
      onChange={(change) => setView((before) => ({ ...before, ...change }))}
    />
  );
};

const KEYS = {
  keys: [
    { key: 'lines', files: 3, kind: 'number' as const },
    { key: 'exif.Model', files: 1, kind: 'text' as const },
    { key: 'species', files: 1, kind: 'text' as const },
  ],
};

const ROWS = [
  { file: { id: 'f1', name: 'measurements.csv' }, values: { lines: ['12000'] } },
  {
    file: { id: 'f2', name: 'a-scan-of-the-third-core-with-a-name-that-is-too-long-for-its-column.tiff' },
    values: {
      lines: ['4'],
      'exif.Model': ['X-T5'],
      species: ['oak', 'red oak', 'a species with a very long name'],
    },
  },
  { file: { id: 'f3', name: 'notes.txt' }, values: {} },
];

export const Files = example(<Shown />, {
  listMetadataKeys: KEYS,
  showMetadataTable: { rows: ROWS, next_offset: 3 },
});

export const Sorted = example(<Shown columns={['lines']} sort="-lines" />, {
  listMetadataKeys: KEYS,
  showMetadataTable: { rows: ROWS, next_offset: null },
});

export const NoneSuch = example(<Shown where="lines>99999" />, {
  listMetadataKeys: KEYS,
  showMetadataTable: { rows: [], next_offset: null },
});

export const MisreadFilter = example(<Shown where="lines>many" />, {
  listMetadataKeys: KEYS,
  showMetadataTable: new Refusal(400, 'bad_request', '“many” is no number.'),
});

export const Loading = example(<Shown />, { listMetadataKeys: PENDING });
