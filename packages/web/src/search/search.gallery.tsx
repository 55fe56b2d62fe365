import { example } from '../gallery/example.tsx';
import { PENDING, Refusal } from '../gallery/fake-api.ts';
import { at } from '../jobs/builders.ts';
import { aMetadataHit } from './builders.ts';
import { SearchResults } from './search-results.tsx';

const why = { field: 'name', text: '' } as const;

export const Everything = example(<SearchResults q="meadow" />, {
  searchEverything: {
    mistake: null,
    sections: [
      {
        kind: 'dataset',
        more: true,
        hits: [
          { kind: 'dataset', id: 'd1', name: 'Meadow', rank: 0, why },
          {
            kind: 'dataset',
            id: 'd2',
            name: 'Soil cores 2026',
            rank: 4,
            why: { field: 'description', text: 'taken at the north end of the meadow in June' },
          },
        ],
      },
      {
        kind: 'file',
        more: false,
        hits: [
          {
            kind: 'file',
            id: 'f1',
            name: 'a-very-long-name-of-a-scan-of-the-third-core-of-the-north-meadow-with-a-lens-2025-06-14.tiff',
            dataset: { id: 'd2', name: 'Soil cores 2026' },
            rank: 3,
            why,
          },
        ],
      },
      {
        kind: 'job',
        more: false,
        hits: [
          {
            kind: 'job',
            id: 'j1',
            extractor: 'ncsa.wordcount',
            state: 'FAILED',
            resource: { type: 'file', name: 'meadow.csv' },
            submitted_at: at(0),
            rank: 4,
            why: { field: 'message', text: 'FileNotFoundError: meadow.csv' },
          },
        ],
      },
      { kind: 'metadata', more: false, hits: [{ kind: 'metadata', rank: 4, hit: aMetadataHit() }] },
      { kind: 'person', more: false, hits: [{ kind: 'person', id: 'u2', name: 'Bo Meadows', rank: 1, why }] },
    ],
  },
});

export const Nothing = example(<SearchResults q="meadow" />, {
  searchEverything: { sections: [], mistake: null },
});

export const NoSearchOfMetadata = example(<SearchResults q="lines>many" />, {
  searchEverything: {
    sections: [],
    mistake: { message: '“many” is no number. Only numbers can be compared with “>”.', start: 6, end: 10 },
  },
});

export const MetadataAlone = example(<SearchResults q="lines>1000" kind="metadata" />, {
  findMetadata: { items: [aMetadataHit()], next: 'more' },
  searchEverything: { sections: [], mistake: null },
});

export const Empty = example(<SearchResults q="" />);

export const Loading = example(<SearchResults q="meadow" />, { searchEverything: PENDING });

export const Failed = example(<SearchResults q="meadow" />, {
  searchEverything: new Refusal(503, 'unavailable', 'The database does not answer.'),
});
