import { z } from 'zod';
import { Id, repeatable } from '../http/fields.ts';
import type { RouteContracts } from '../http/route.ts';

const Millis = z.number().int();

/** Clowder's older family: lists of what is there, and uploads to no dataset of one's own. */
export const dtsRoutes = {
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
  uploadFromUrl: {
    tag: 'dts',
    summary: 'Not offered: the server fetches nothing on behalf of clients',
    answer: z.object({ id: Id }),
  },
  uploadFromUrls: {
    tag: 'dts',
    summary: 'Not offered: the server fetches nothing on behalf of clients',
    answer: z.object({ id: Id }),
  },
} satisfies RouteContracts;
