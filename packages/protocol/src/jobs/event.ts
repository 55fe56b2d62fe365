import { EVENT_KINDS, LOG_LEVELS, MATCHED_BY } from '@pawprint/core';
import { z } from 'zod';
import { Id, Time } from '../http/fields.ts';

/** One thing that was said or done about a job. `seq` is the order of arrival, which is the order of truth. */
export const Event = z
  .object({
    seq: z.number().int().positive(),
    id: Id,
    job_id: Id.nullable(),
    attempt: z.number().int().positive().nullable(),
    kind: z.enum(EVENT_KINDS),
    level: z.enum(LOG_LEVELS).nullable(),
    message: z.string(),
    progress: z.number().min(0).max(1).nullable(),
    received_at: Time,
    reported_at: Time.nullable(),
    reported: z.string().nullable(),
    matched_by: z.enum(MATCHED_BY),
    late: z.boolean(),
  })
  .meta({ id: 'Event' });
export type Event = z.infer<typeof Event>;
