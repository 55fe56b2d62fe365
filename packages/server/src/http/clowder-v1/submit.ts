import type { FastifyBaseLogger } from 'fastify';
import { announceFiles } from '../../datasets/files/files.ts';
import { submitOnResource, submitSelected } from '../../jobs/submit/submit-by-hand.ts';
import { type SubmitPage, submitDatasetFiles } from '../../jobs/submit/submit-dataset-files.ts';
import { type Refusal, refuse } from '../../model/refusal.ts';
import { selectedToWire, submittedFileToWire, submittedToWire } from '../../wire/clowder-jobs.ts';
import { type AnswerBody, type Handler, type HandlerRequest, type Handlers, ok } from '../handler.ts';
import { type ClowderPorts, submitPorts } from './ports.ts';

type SubmitRouteName =
  | 'submitFileExtraction'
  | 'submitDatasetExtraction'
  | 'submitSelectedFiles'
  | 'announceFiles';

/** The routes of files and of datasets take the same. */
type SubmitHandlerRequest = Pick<HandlerRequest<'submitFileExtraction'>, 'caller' | 'params' | 'body'>;

export const submitHandlers = (ports: ClowderPorts): Handlers<SubmitRouteName> => {
  const submitOn = async (type: 'file' | 'dataset', { caller, params, body }: SubmitHandlerRequest) => {
    const jobs = await submitOnResource(submitPorts(ports), caller, { type, id: params.id }, body ?? {});
    return 'refused' in jobs ? jobs : ok(submittedToWire(jobs));
  };

  return {
    submitFileExtraction: (request) => submitOn('file', request),
    submitDatasetExtraction: (request) => submitOn('dataset', request),

    submitSelectedFiles: async ({ caller, params, body }) => {
      const selection = { datasetId: params.ds_id, fileIds: params.file_ids.split(',').filter(Boolean) };
      const jobs = await submitSelected(submitPorts(ports), caller, selection, body ?? {});
      return 'refused' in jobs ? jobs : ok(selectedToWire(jobs));
    },

    announceFiles: async ({ caller, params, query }) =>
      (await announceFiles(ports.data, caller, params.id, query.fileids ?? [])) ?? ok('added new event'),
  };
};

export const submitDatasetFilesHandler =
  (ports: ClowderPorts): Handler<'submitDatasetFiles'> =>
  async ({ caller, params, body, raw }) => {
    const { file_ids: fileIds, extensions, types, ...request } = body;
    const choice = { fileIds, extensions, types };
    const pages = await submitDatasetFiles(submitPorts(ports), caller, params.id, choice, request);
    if ('refused' in pages) return pages;
    const submitted = await submitPages(pages, raw.log);
    return 'refused' in submitted ? submitted : ok({ count: submitted.jobs.length, ...submitted });
  };

type Submitted = Pick<AnswerBody<'submitDatasetFiles'>, 'jobs' | 'stopped'>;

const FAILED = refuse(
  'internal',
  'The server failed on the next files; its log says why. The listed jobs are submitted.',
);

/** An error on the first page fails the request. After that, the answer must list the jobs that are submitted. */
const trySubmit = (page: SubmitPage, isFirst: boolean, log: FastifyBaseLogger) =>
  page().catch((err: unknown) => {
    if (isFirst) throw err;
    log.error({ err }, 'Submitting the files of a dataset stopped halfway');
    return FAILED;
  });

const submitPages = async (
  pages: readonly SubmitPage[],
  log: FastifyBaseLogger,
): Promise<Submitted | Refusal> => {
  const jobs: Submitted['jobs'] = [];
  for (const page of pages) {
    const submitted = await trySubmit(page, page === pages[0], log);
    if ('refused' in submitted) return jobs.length === 0 ? submitted : { jobs, stopped: submitted.message };
    jobs.push(...submitted.map(submittedFileToWire));
  }
  return { jobs, stopped: null };
};
