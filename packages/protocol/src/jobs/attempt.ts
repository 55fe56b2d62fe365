import { ATTEMPT_OUTCOMES } from '@pawprint/core';
import { z } from 'zod';
import { Ms, Time } from '../http/fields.ts';
import { Job } from './job.ts';

/** One try at a job by one instance. */
export const Attempt = z
  .object({
    number: z.number().int().positive(),
    outcome: z.enum(ATTEMPT_OUTCOMES),
    started_at: Time,
    ended_at: Time.nullable(),
    run_ms: Ms,
    instance_id: z.string().nullable(),
    extractor_version: z.string().nullable(),
    error: z.string().nullable(),
    reason: z.string().nullable(),
  })
  .meta({ id: 'Attempt' });
export type Attempt = z.infer<typeof Attempt>;

export const JobWithAttempts = Job.extend({ attempts: z.array(Attempt) }).meta({ id: 'JobWithAttempts' });
export type JobWithAttempts = z.infer<typeof JobWithAttempts>;
