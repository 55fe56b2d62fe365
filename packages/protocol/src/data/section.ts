import { z } from 'zod';
import { Id, Person, Time } from '../http/fields.ts';
import { Preview } from './preview.ts';

/** A part of a file, such as a region of an image or a stretch of a recording. From `description` on it is ours. */
export const Section = z
  .object({
    id: Id,
    file_id: Id,
    startTime: z.string().meta({ description: 'as it was sent, or `-1`' }),
    tags: z.array(z.string()),
    description: z.string(),
    details: z.record(z.string(), z.unknown()).meta({ description: 'whatever else was sent of it' }),
    previews: z.array(Preview),
    extractor: z.string().nullable(),
    job_id: Id.nullable(),
    created_at: Time,
    created_by: Person.nullable(),
  })
  .meta({ id: 'Section' });
export type Section = z.infer<typeof Section>;
