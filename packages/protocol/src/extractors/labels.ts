import { z } from 'zod';
import { Id, IdParams } from '../http/fields.ts';
import type { RouteContracts } from '../http/route.ts';

export const ExtractorLabel = z
  .object({
    id: Id,
    name: z.string(),
    category: z.string().nullable(),
    extractors: z.array(z.string()),
  })
  .meta({ id: 'ExtractorLabel' });
export type ExtractorLabel = z.infer<typeof ExtractorLabel>;

const Draft = z.object({
  name: z.string().trim().min(1).max(200),
  category: z.string().trim().max(200).nullish(),
  extractors: z.array(z.string().max(512)).max(10_000).default([]),
});

export const labelContracts = {
  listExtractorLabels: {
    tag: 'extractors',
    summary: 'List the labels of extractors by name',
    answer: z.array(ExtractorLabel),
  },
  createExtractorLabel: {
    tag: 'extractors',
    summary: 'Make a label; administrators',
    body: Draft,
    answer: ExtractorLabel,
  },
  updateExtractorLabel: {
    tag: 'extractors',
    summary: 'Change a label and what bears it; administrators',
    params: IdParams,
    body: Draft,
    answer: ExtractorLabel,
  },
  deleteExtractorLabel: {
    tag: 'extractors',
    summary: 'Delete a label; answers what it was; administrators',
    params: IdParams,
    answer: ExtractorLabel,
  },
} satisfies RouteContracts;
