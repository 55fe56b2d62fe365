import { z } from 'zod';
import { Id } from '../http/fields.ts';
import { Job, JobState } from './job.ts';

/** All jobs of one extractor on one resource: a first-level row of the Extractions tab. */
export const ExtractorGroup = z
  .object({
    extractor: z.string(),
    latest_job: Job,
    jobs_total: z.number().int().positive(),
    states: z.partialRecord(JobState, z.number().int().positive()),
    jobs: z.array(Job).max(20).meta({ description: 'newest first' }),
    next: Id.nullable().meta({
      description: 'cursor for GET /api/jobs with the same resource and extractor',
    }),
  })
  .meta({ id: 'ExtractorGroup' });
export type ExtractorGroup = z.infer<typeof ExtractorGroup>;

export const Extractions = z.object({ extractors: z.array(ExtractorGroup) }).meta({ id: 'Extractions' });
export type Extractions = z.infer<typeof Extractions>;
