import { announceFiles } from '../../data/announce-files.ts';
import { submitDataset, submitFile, submitSelected } from '../../tracking/submit-by-hand.ts';
import type { OrderedJob } from '../../tracking/submit-order.ts';
import { type AnswerBody, type Handlers, ok } from '../handler.ts';
import { type ClowderPorts, submitPorts } from './ports.ts';

type SubmitRouteName =
  | 'submitFileExtraction'
  | 'submitDatasetExtraction'
  | 'submitSelectedFiles'
  | 'announceFiles';

/** Clowder's answer names one job: the first of several. */
const submittedToWire = (jobs: readonly OrderedJob[]): AnswerBody<'submitFileExtraction'> => ({
  status: 'OK',
  job_id: jobs[0]?.jobId ?? '',
  jobs: jobs.map(({ extractor, jobId }) => ({ extractor, job_id: jobId })),
});

const selectedToWire = (jobs: readonly OrderedJob[]): AnswerBody<'submitSelectedFiles'> => ({
  status: 'success',
  jobs: Object.fromEntries(jobs.toReversed().map(({ resourceId, jobId }) => [resourceId, jobId])),
  submitted: jobs.map(({ resourceId, extractor, jobId }) => ({
    file_id: resourceId,
    extractor,
    job_id: jobId,
  })),
});

export const submitHandlers = (ports: ClowderPorts): Handlers<SubmitRouteName> => ({
  submitFileExtraction: async ({ caller, params, body }) => {
    const jobs = await submitFile(submitPorts(ports), caller, params.id, body ?? {});
    return 'refused' in jobs ? jobs : ok(submittedToWire(jobs));
  },

  submitDatasetExtraction: async ({ caller, params, body }) => {
    const jobs = await submitDataset(submitPorts(ports), caller, params.id, body ?? {});
    return 'refused' in jobs ? jobs : ok(submittedToWire(jobs));
  },

  submitSelectedFiles: async ({ caller, params, body }) => {
    const selection = { datasetId: params.ds_id, fileIds: params.file_ids.split(',').filter(Boolean) };
    const jobs = await submitSelected(submitPorts(ports), caller, selection, body ?? {});
    return 'refused' in jobs ? jobs : ok(selectedToWire(jobs));
  },

  announceFiles: async ({ caller, params, query }) =>
    (await announceFiles(ports.data, caller, params.id, query.fileids ?? [])) ?? ok('added new event'),
});
