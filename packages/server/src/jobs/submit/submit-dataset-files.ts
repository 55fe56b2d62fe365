import { matchesFileType } from '@pawprint/core';
import { change } from '../../access/change.ts';
import { requireDataset } from '../../access/require-resource.ts';
import type { Caller } from '../../model/caller.ts';
import type { FileRef } from '../../model/file.ts';
import type { SubmittedJob } from '../../model/job.ts';
import type { Refusal } from '../../model/refusal.ts';
import { lockFiles, readFileRefs } from '../../store/datasets/files.ts';
import { missingFrom, notInDataset, type SubmitPorts } from './submit-by-hand.ts';
import { checkParameters, chooseExtractors, type SubmitRequest, submitRequested } from './submit-request.ts';
import { fileResource } from './triggered-jobs.ts';

/** Events are numbered under one lock, which a page holds while it is stored: others must not wait long for it. */
const FILES_PER_PAGE = 1_000;

/** Submits the next files in a transaction of its own; files removed meanwhile are left out. */
export type SubmitPage = () => Promise<readonly SubmittedJob[] | Refusal>;

/**
 * Prepares jobs on the files chosen from a dataset as it is now, page by page: a page that was submitted stands, whatever
 * becomes of those after it. Refuses, before anything is submitted, a request that cannot be met.
 */
export const submitDatasetFiles = async (
  ports: SubmitPorts,
  by: Caller,
  datasetId: string,
  choice: FileChoice,
  request: SubmitRequest,
): Promise<readonly SubmitPage[] | Refusal> => {
  const dataset = await requireDataset(ports, by, 'submit', datasetId);
  if ('refused' in dataset) return dataset;
  const refusal = checkParameters(request.parameters);
  if (refusal) return refusal;
  const chosen = await chooseExtractors(ports.db, request.extractor, { by, datasetId: dataset.id });
  if (typeof chosen !== 'function') return chosen;
  const files = await readFileRefs(ports.db, dataset.id);
  const missing = missingFrom(files, choice.fileIds ?? []);
  if (missing.length > 0) return notInDataset(missing);
  const ids = chooseFiles(files, choice).map(({ id }) => id);
  const submitPage = (from: number): Promise<readonly SubmittedJob[] | Refusal> =>
    change(ports, by, `jobs on files of ${dataset.name}`, async (trx) => {
      const locked = await lockFiles(trx, dataset.id, ids.slice(from, from + FILES_PER_PAGE));
      const submission = {
        request,
        by,
        datasetId: dataset.id,
        resources: locked.map(fileResource),
        maxChain: ports.maxChain,
      };
      return submitRequested(trx, submission, ports.now());
    });
  const pages = Math.ceil(ids.length / FILES_PER_PAGE);
  return Array.from({ length: pages }, (_, page) => () => submitPage(page * FILES_PER_PAGE));
};

/** Which of a dataset's files are meant: those that pass every condition given. */
export interface FileChoice {
  readonly fileIds?: readonly string[] | undefined;
  /** With or without their dot, in any case. */
  readonly extensions?: readonly string[] | undefined;
  /** MIME patterns. */
  readonly types?: readonly string[] | undefined;
}

export const chooseFiles = (
  files: readonly FileRef[],
  { fileIds, extensions, types }: FileChoice,
): readonly FileRef[] => {
  const named = fileIds && new Set(fileIds.map((id) => id.toLowerCase()));
  return files.filter(
    (file) =>
      (!named || named.has(file.id)) &&
      (!extensions || extensions.some((extension) => hasExtension(file, extension))) &&
      (!types || types.some((type) => matchesFileType(type, file.mime))),
  );
};

const hasExtension = ({ name }: FileRef, extension: string): boolean =>
  name.toLowerCase().endsWith(`.${extension.toLowerCase().replace(/^\./, '')}`);
