import { example } from '../gallery/example.tsx';
import { PENDING, Refusal } from '../gallery/fake-api.ts';
import { anExtractor, at } from '../jobs/builders.ts';
import { aQueue } from './builders.ts';
import { ExtractorList } from './extractor-list.tsx';

const extractors = [
  anExtractor({ id: 'x1', description: 'Counts words, lines and characters.' }),
  anExtractor({
    id: 'x2',
    name: 'ncsa.ocr',
    description: 'Reads text in scans.',
    instances: { live: 0, late: 2, stopped: 0, gone: 1 },
    waiting: 1204,
    dispatch_paused: { by: 'Ada Obi', at: at(0), reason: null },
    running: 2,
  }),
  anExtractor({
    id: 'x3',
    name: 'ncsa.video',
    enabled: false,
    instances: { live: 0, late: 0, stopped: 0, gone: 0 },
    last_seen_at: null,
  }),
];

/** More than one page of them. */
export const Many = example(<ExtractorList q="" />, {
  listExtractors: Array.from({ length: 120 }, (_, n) => anExtractor({ id: `x${n}`, name: `many.${n}` })),
});

export const WithoutHeartbeats = example(<ExtractorList q="" />, {
  listExtractors: [anExtractor({ instances: { live: 0, late: 0, stopped: 0, gone: 0 }, queue: aQueue() })],
});

export const Several = example(<ExtractorList q="" />, { listExtractors: extractors });

export const NoMatch = example(<ExtractorList q="audio" />, { listExtractors: extractors });

export const Empty = example(<ExtractorList q="" />);

export const Loading = example(<ExtractorList q="" />, { listExtractors: PENDING });

export const Failed = example(<ExtractorList q="" />, {
  listExtractors: new Refusal(503, 'unavailable', 'The database does not answer.'),
});
