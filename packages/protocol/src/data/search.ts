import { JOB_STATES } from '@pawprint/core';
import { z } from 'zod';
import { Id, limit, Time } from '../http/fields.ts';
import type { RouteContracts } from '../http/route.ts';
import { MetadataHit } from './find-metadata.ts';

/** What a search finds, in the order in which equally good hits are shown. */
export const SEARCH_KINDS = ['dataset', 'file', 'job', 'extractor', 'metadata', 'space', 'person'] as const;
export type SearchKind = (typeof SEARCH_KINDS)[number];

const Why = z
  .object({
    field: z.enum(['id', 'name', 'description', 'tag', 'message', 'email']),
    text: z.string().meta({ description: 'what the field holds, or the part of it that has the text' }),
  })
  .meta({ description: 'why it was found' });

const found = { why: Why, rank: z.number().int().nonnegative().meta({ description: '0 is the best' }) };

const FoundDataset = z.object({ kind: z.literal('dataset'), id: Id, name: z.string(), ...found });
const FoundFile = z.object({
  kind: z.literal('file'),
  id: Id,
  name: z.string(),
  dataset: z.object({ id: Id, name: z.string() }),
  ...found,
});
const FoundJob = z.object({
  kind: z.literal('job'),
  id: Id,
  extractor: z.string(),
  state: z.enum(JOB_STATES),
  resource: z.object({ type: z.enum(['file', 'dataset']), name: z.string() }),
  submitted_at: Time,
  ...found,
});
const FoundExtractor = z.object({ kind: z.literal('extractor'), name: z.string(), ...found });
const FoundMetadata = z.object({ kind: z.literal('metadata'), hit: MetadataHit, rank: found.rank });
const FoundSpace = z.object({ kind: z.literal('space'), id: Id, name: z.string(), ...found });
const FoundPerson = z.object({ kind: z.literal('person'), id: Id, name: z.string(), ...found });

export const SearchHit = z
  .discriminatedUnion('kind', [
    FoundDataset,
    FoundFile,
    FoundJob,
    FoundExtractor,
    FoundMetadata,
    FoundSpace,
    FoundPerson,
  ])
  .meta({ id: 'SearchHit' });
export type SearchHit = z.infer<typeof SearchHit>;

export const SearchSection = z
  .object({
    kind: z.enum(SEARCH_KINDS),
    hits: z.array(SearchHit),
    more: z.boolean().meta({ description: 'whether there are more than these' }),
  })
  .meta({ id: 'SearchSection' });
export type SearchSection = z.infer<typeof SearchSection>;

export const searchContracts = {
  searchEverything: {
    tag: 'search',
    summary: 'Find datasets, files, jobs, extractors, metadata, spaces and people, of what the caller sees',
    query: z.object({
      q: z.string().trim().min(1).max(300).meta({
        description:
          'part of a name, a whole tag, an id, part of a message of a job; or of metadata, as `lines>1000`. Files and messages are searched for texts of three characters and more',
      }),
      limit: limit(20, 5).meta({ description: 'hits of each kind' }),
    }),
    answer: z.object({
      sections: z.array(SearchSection).meta({ description: 'that with the best hit first, none empty' }),
      mistake: z
        .object({ message: z.string(), start: z.number().int(), end: z.number().int() })
        .nullable()
        .meta({ description: 'why the text is no search of metadata' }),
    }),
  },
} satisfies RouteContracts;
