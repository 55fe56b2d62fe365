import { z } from 'zod';
import { Id, IdParams, repeatable } from '../http/fields.ts';
import type { RouteContracts } from '../http/route.ts';

const ExtractorName = z
  .string()
  .min(1)
  .max(512)
  .meta({ description: 'its name; your own private extractor also by the name it calls itself' });

const SubmitOptions = z.object({
  parameters: z.record(z.string(), z.unknown()).optional(),
  priority: z.number().int().min(-100).max(100).optional().meta({ description: 'higher goes first; 0' }),
});

/** Which extractor to run, and how. */
const SubmitBody = SubmitOptions.extend({
  extractor: ExtractorName.optional().meta({
    description: 'without one: every extractor that such a file or dataset sets off',
  }),
}).optional();

/** Of a dataset's files, those that pass every condition given. */
const SubmitFilesBody = SubmitOptions.extend({
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
const Submitted = z.object({
  status: z.literal('OK'),
  job_id: Id,
  jobs: z.array(SubmittedJob),
});

const SubmittedFiles = z.object({
  count: z.number().int().nonnegative(),
  jobs: z.array(z.object({ file_id: Id, job_id: Id })),
  /** Null if all files were processed. */
  stopped: z
    .string()
    .nullable()
    .meta({ description: 'why the rest was not submitted; the jobs listed stand' }),
});

const CancelParams = z.object({ id: Id, msg_id: Id });
const CancelBody = z.object({ extractor: z.string().min(1).max(512) });
const Accepted = z.object({ status: z.literal('OK') });

/** Submitting by hand and cancelling. `msg_id` is the job's id: here a job has only one. */
export const submitContracts = {
  submitFileExtraction: {
    tag: 'submit',
    summary: 'Submit a file to an extractor, or to all that it sets off',
    params: IdParams,
    body: SubmitBody,
    answer: Submitted,
  },
  submitDatasetExtraction: {
    tag: 'submit',
    summary: 'Submit a dataset to an extractor, or to all that it sets off',
    params: IdParams,
    body: SubmitBody,
    answer: Submitted,
  },
  submitSelectedFiles: {
    tag: 'submit',
    summary: 'Submit some files of a dataset (ids separated by commas): all of them or none',
    params: z.object({ ds_id: Id, file_ids: z.string().min(1).max(16_384) }),
    body: SubmitBody,
    answer: z.object({
      status: z.literal('success'),
      jobs: z.record(Id, Id).meta({ description: 'by file; of several extractors, the first one’s' }),
      submitted: z.array(z.object({ file_id: Id, extractor: z.string(), job_id: Id })),
    }),
  },
  submitDatasetFiles: {
    tag: 'submit',
    summary: "Submit a dataset's files to an extractor: all, or those named, or of some type",
    params: IdParams,
    body: SubmitFilesBody,
    answer: SubmittedFiles,
  },
  announceFiles: {
    tag: 'submit',
    summary: 'Tell extractors that files were added to a dataset together (`files.added`)',
    params: IdParams,
    query: z.object({ fileids: repeatable(Id) }),
    answer: z.literal('added new event'),
  },
  cancelFileExtraction: {
    tag: 'submit',
    summary: 'Ask for a job on a file to be cancelled',
    params: CancelParams,
    body: CancelBody,
    answer: Accepted,
  },
  cancelDatasetExtraction: {
    tag: 'submit',
    summary: 'Ask for a job on a dataset to be cancelled',
    params: CancelParams,
    body: CancelBody,
    answer: Accepted,
  },
} satisfies RouteContracts;
