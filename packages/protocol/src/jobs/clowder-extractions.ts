import { z } from 'zod';
import { ExtractedMetadata } from '../data/metadata.ts';
import { flag, Id, IdParams, repeatable } from '../http/fields.ts';
import type { RouteContracts } from '../http/route.ts';

const Processing = z.object({ isBeingProcessed: z.enum(['true', 'false']) });

/** The state of extractions under Clowder's names. `/api/jobs` answers more. */
export const statusContracts = {
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

const Millis = z.number().int();

/** Clowder's older routes: lists of extractors, and uploads without a dataset. */
export const dtsContracts = {
  listExtractorServers: {
    tag: 'dts',
    summary: 'Hosts on which extractors run',
    answer: z.object({ Servers: z.array(z.string()) }),
  },
  listExtractorNames: {
    tag: 'dts',
    summary: 'Names of the extractors that are switched on',
    query: z.object({ categories: repeatable(z.string().max(100)) }),
    answer: z.object({ Extractors: z.array(z.string()) }),
  },
  listInputTypes: {
    tag: 'dts',
    summary: 'MIME patterns that some extractor takes',
    answer: z.object({ InputTypes: z.array(z.string()) }),
  },
  listExtractorDetails: {
    tag: 'dts',
    summary: 'How many instances of each extractor run on each host',
    answer: z.array(
      z.object({ ip: z.string(), extractor_name: z.string(), count: z.number().int().positive() }),
    ),
  },
  listExtractionRequests: {
    tag: 'dts',
    summary: 'The latest files you had extracted, and by which extractors',
    answer: z.array(
      z.object({
        clientIP: z.string().meta({ description: 'empty: addresses are not kept' }),
        fileid: Id,
        filename: z.string(),
        fileType: z.string(),
        filesize: z.number().int(),
        uploadDate: Millis.nullable().meta({ description: 'null once the file is gone' }),
        extractors: z.array(z.string()),
        startTime: Millis.nullable(),
        endTime: Millis.nullable(),
      }),
    ),
  },
  uploadForExtraction: {
    tag: 'dts',
    summary: 'Upload a file for extraction (multipart, part `File`), to a dataset kept for that',
    query: z.object({ extract: z.enum(['true', 'false', '0', '1']).default('true') }),
    multipart: true,
    answer: z.object({ id: Id }),
  },
} satisfies RouteContracts;

/** A time as Clowder writes it (`2026-11-24T00:00:00.000-06:00`), or any other day or time of ISO 8601. */
const When = z.string().max(40).optional();

export const metricsContracts = {
  reportExtractorMetrics: {
    tag: 'reports',
    summary: 'Times in the queue and at work, job by job and attempt by attempt, as CSV; administrators',
    query: z.object({
      since: When,
      until: When,
      imported: flag('false').meta({ description: 'with jobs of imported histories, which ran elsewhere' }),
    }),
  },
} satisfies RouteContracts;
