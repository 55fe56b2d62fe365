import { z } from 'zod';
import { Id } from '../http/fields.ts';

const ExtractorName = z
  .string()
  .min(1)
  .max(512)
  .meta({ description: 'its name; your own private extractor also by the name it calls itself' });

const Order = z.object({
  parameters: z.record(z.string(), z.unknown()).optional(),
  priority: z.number().int().min(-100).max(100).optional().meta({ description: 'higher goes first; 0' }),
});

/** What is to be run by hand, and how. */
export const JobOrder = Order.extend({
  extractor: ExtractorName.optional().meta({
    description: 'without one: every extractor that such a file or dataset sets off',
  }),
}).optional();

/** Of a dataset's files, those that pass every condition given. */
export const FilesOrder = Order.extend({
  extractor: ExtractorName,
  file_ids: z.array(Id).min(1).max(10_000).optional(),
  extensions: z
    .array(z.string().min(1).max(50))
    .min(1)
    .max(100)
    .optional()
    .meta({ description: '`csv`, `.tar.gz`; in any case' }),
  types: z
    .array(z.string().min(1).max(200))
    .min(1)
    .max(100)
    .optional()
    .meta({ description: 'MIME patterns: `image/*`' }),
});

const SubmittedJob = z.object({ extractor: z.string(), job_id: Id });

/** Clowder's answer, which names one job, and all of them. */
export const Submitted = z.object({
  status: z.literal('OK'),
  job_id: Id,
  jobs: z.array(SubmittedJob),
});

export const SubmittedFiles = z.object({
  count: z.number().int().nonnegative(),
  jobs: z.array(z.object({ file_id: Id, job_id: Id })),
  /** Null where every file was dealt with. */
  stopped: z
    .string()
    .nullable()
    .meta({ description: 'why the rest was not submitted; the jobs listed stand' }),
});
