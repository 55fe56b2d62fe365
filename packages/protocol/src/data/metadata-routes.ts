import { z } from 'zod';
import { IdParams } from '../http/fields.ts';
import type { RouteContracts } from '../http/route.ts';
import { ExtractedMetadata, Metadata, NewMetadata } from './metadata.ts';

/** The whole name, not a part of it. */
const ExtractorQuery = z.object({ extractor: z.string().optional() });

/** Clowder v1 writes the number as text. */
const Removed = z.object({ status: z.literal('success'), count: z.string() });

const AnyJson = z.unknown().refine((body) => body !== undefined, 'Send a JSON document.');

export const metadataRoutes = {
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
} satisfies RouteContracts;
