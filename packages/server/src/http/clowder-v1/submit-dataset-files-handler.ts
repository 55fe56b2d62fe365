import type { FastifyBaseLogger } from 'fastify';
import { type SubmitPage, submitDatasetFiles } from '../../tracking/submit-dataset-files.ts';
import { type AnswerBody, type Handler, ok, type Refusal, refuse } from '../handler.ts';
import { type ClowderPorts, submitPorts } from './ports.ts';

type Submitted = Pick<AnswerBody<'submitDatasetFiles'>, 'jobs' | 'stopped'>;

const FAILED = refuse(
  'internal',
  'The server failed on the next files; its log says why. The jobs listed stand.',
);

/** What breaks on the first page breaks the request; what breaks later leaves something to be told. */
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
    jobs.push(...submitted.map(({ resourceId, jobId }) => ({ file_id: resourceId, job_id: jobId })));
  }
  return { jobs, stopped: null };
};

export const submitDatasetFilesHandler =
  (ports: ClowderPorts): Handler<'submitDatasetFiles'> =>
  async ({ caller, params, body, raw }) => {
    const { file_ids: fileIds, extensions, types, ...order } = body;
    const choice = { fileIds, extensions, types };
    const pages = await submitDatasetFiles(submitPorts(ports), caller, params.id, choice, order);
    if ('refused' in pages) return pages;
    const submitted = await submitPages(pages, raw.log);
    return 'refused' in submitted ? submitted : ok({ count: submitted.jobs.length, ...submitted });
  };
