import { z } from 'zod';
import { Id, IdParams, Success, Time } from '../http/fields.ts';
import type { RouteContracts } from '../http/route.ts';

const Context = z.union([z.string(), z.record(z.string(), z.unknown()), z.array(z.unknown())]);

export const MetadataAgent = z
  .object({
    '@type': z.string(),
    name: z.string().optional(),
    extractor_id: z.string().optional(),
    user_id: z.string().optional(),
    version: z.string().optional(),
  })
  .loose();

/** A JSON-LD document about a file or dataset, by an extractor or a person. */
export const Metadata = z
  .object({
    '@context': Context.optional(),
    id: Id,
    attached_to: z.object({ resource_type: z.string(), url: z.string() }),
    created_at: z.string().meta({ description: "as Java's Date.toString, for Clowder's clients" }),
    agent: MetadataAgent,
    content: z.unknown(),
    created: Time,
    job_id: Id.nullable(),
    replaced_by: Id.nullable().meta({
      description: 'the document by which a person edited this one, which then no longer counts in searches',
    }),
    is_superseded: z.boolean().meta({
      description:
        'whether an operator marked what this version of the extractor made as superseded: then it counts in no search',
    }),
  })
  .meta({ id: 'Metadata' });
export type Metadata = z.infer<typeof Metadata>;

/** What a client sends. The path says what it is attached to; an attachedTo in the body is not read. */
export const NewMetadata = z
  .object({
    '@context': Context.optional(),
    agent: MetadataAgent.optional(),
    content: z.union([z.record(z.string(), z.unknown()), z.array(z.unknown())]),
    replaces: Id.optional().meta({
      description:
        'of a person: a document by a person on the same file or dataset whose place this one takes',
    }),
  })
  .loose()
  .meta({ id: 'NewMetadata' });
export type NewMetadata = z.infer<typeof NewMetadata>;

/** Tags and previews of one extractor, or tags of one person. */
export const ExtractedMetadata = z
  .object({
    file_id: Id,
    filename: z.string(),
    tags: z.array(
      z.object({
        extractor_id: z.string().optional(),
        userId: z.string().optional(),
        values: z.array(z.string()),
      }),
    ),
    previews: z.array(
      z.object({
        extractor_id: z.string(),
        values: z.array(z.object({ preview_id: Id, contentType: z.string(), url: z.string() })),
      }),
    ),
    'versus descriptors url': z.string().meta({ description: 'empty: there are none' }),
  })
  .meta({ id: 'ExtractedMetadata' });
export type ExtractedMetadata = z.infer<typeof ExtractedMetadata>;

/** The whole name, not a part of it. */
const ExtractorQuery = z.object({ extractor: z.string().optional() });

/** Clowder v1 writes the number as text. */
const Removed = z.object({ status: z.literal('success'), count: z.string() });

const AnyJson = z.unknown().refine((body) => body !== undefined, 'Send a JSON document.');

export const metadataContracts = {
  listFileMetadata: {
    tag: 'files',
    summary: "List a file's metadata",
    params: IdParams,
    query: ExtractorQuery,
    answer: z.array(Metadata),
  },
  addFileMetadata: {
    tag: 'files',
    summary: 'Add metadata to a file',
    params: IdParams,
    body: NewMetadata,
    answer: z.string(),
  },
  removeFileMetadata: {
    tag: 'files',
    summary: "Remove a file's metadata: all of it, or one extractor's",
    params: IdParams,
    query: ExtractorQuery,
    answer: Removed,
  },
  listFileTechnicalMetadata: {
    tag: 'files',
    summary: "List the contents of a file's metadata that extractors made",
    params: IdParams,
    answer: z.array(z.unknown()),
  },
  addFileTechnicalMetadata: {
    tag: 'files',
    summary: 'Add metadata without JSON-LD around it, as extractors did before it',
    params: IdParams,
    body: AnyJson,
    answer: z.string(),
  },
  showExtractedMetadata: {
    tag: 'files',
    summary: "A file's tags and previews, by who made them",
    params: IdParams,
    answer: ExtractedMetadata,
  },
  listDatasetMetadata: {
    tag: 'datasets',
    summary: "List a dataset's metadata",
    params: IdParams,
    query: ExtractorQuery,
    answer: z.array(Metadata),
  },
  addDatasetMetadata: {
    tag: 'datasets',
    summary: 'Add metadata to a dataset',
    params: IdParams,
    body: NewMetadata,
    answer: z.string(),
  },
  removeDatasetMetadata: {
    tag: 'datasets',
    summary: "Remove a dataset's metadata: all of it, or one extractor's",
    params: IdParams,
    query: ExtractorQuery,
    answer: Removed,
  },
  listDatasetTechnicalMetadata: {
    tag: 'datasets',
    summary: "List the contents of a dataset's metadata that extractors made",
    params: IdParams,
    answer: z.array(z.unknown()),
  },
  addDatasetTechnicalMetadata: {
    tag: 'datasets',
    summary: 'Add metadata without JSON-LD around it, as extractors did before it',
    params: IdParams,
    body: AnyJson,
    answer: Success,
  },
  listMetadataDefinitions: {
    tag: 'datasets',
    summary:
      'List the fields defined for metadata of a dataset: there are none. Tells whether the dataset exists',
    params: IdParams,
    answer: z.array(z.unknown()),
  },
} satisfies RouteContracts;
