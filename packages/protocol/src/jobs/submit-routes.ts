import { z } from 'zod';
import { Id, IdParams, repeatable } from '../http/fields.ts';
import type { RouteContracts } from '../http/route.ts';
import { FilesOrder, JobOrder, Submitted, SubmittedFiles } from './order.ts';

const CancelParams = z.object({ id: Id, msg_id: Id });
const CancelBody = z.object({ extractor: z.string().min(1).max(512) });
const Accepted = z.object({ status: z.literal('OK') });

/** Submitting by hand and cancelling. `msg_id` is the job's id: here a job has only one. */
export const submitRoutes = {
  submitFileExtraction: {
    tag: 'submit',
    summary: 'Submit a file to an extractor, or to all that it sets off',
    params: IdParams,
    body: JobOrder,
    answer: Submitted,
  },
  submitDatasetExtraction: {
    tag: 'submit',
    summary: 'Submit a dataset to an extractor, or to all that it sets off',
    params: IdParams,
    body: JobOrder,
    answer: Submitted,
  },
  submitSelectedFiles: {
    tag: 'submit',
    summary: 'Submit some files of a dataset (ids separated by commas): all of them or none',
    params: z.object({ ds_id: Id, file_ids: z.string().min(1).max(16_384) }),
    body: JobOrder,
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
    body: FilesOrder,
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
