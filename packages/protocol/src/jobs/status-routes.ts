import { z } from 'zod';
import { ExtractedMetadata } from '../data/metadata.ts';
import { Id, IdParams } from '../http/fields.ts';
import type { RouteContracts } from '../http/route.ts';

const Processing = z.object({ isBeingProcessed: z.enum(['true', 'false']) });

/** How extraction stands, in Clowder's words. Jobs tell more: `/api/jobs`. */
export const statusRoutes = {
  showExtractionStatus: {
    tag: 'status',
    summary: 'How each extractor stands on a file (`DONE`, …), and all of them (`Status`)',
    params: IdParams,
    answer: z.record(z.string(), z.string()),
  },
  listExtractionStatuses: {
    tag: 'status',
    summary: 'The overall status of every file of a dataset',
    params: IdParams,
    answer: z.array(z.object({ id: Id, status: z.string() })),
  },
  showExtractionMetadata: {
    tag: 'status',
    summary: "A file's overall status with its tags and previews by who made them",
    params: IdParams,
    answer: ExtractedMetadata.extend({ Status: z.string() }),
  },
  isFileBeingProcessed: {
    tag: 'status',
    summary: 'Whether any job on a file is open',
    params: IdParams,
    answer: Processing,
  },
  isDatasetBeingProcessed: {
    tag: 'status',
    summary: 'Whether any job on a dataset or one of its files is open',
    params: IdParams,
    answer: Processing,
  },
} satisfies RouteContracts;
