import type { Instant } from '@pawprint/core';
import { type AdmitOutput, change } from '../../access/change-as.ts';
import { requireDataset, requireFile } from '../../access/require-resource.ts';
import type { HasRight } from '../../access/rights.ts';
import type { Caller } from '../../model/caller.ts';
import { type Refusal, refuse } from '../../model/refusal.ts';
import type { Database } from '../../store/database.ts';
import { lockFiles } from '../../store/datasets/files.ts';
import { lockResource } from '../../store/datasets/resources.ts';
import { checkParameters, type SubmitRequest, type SubmittedJob, submitRequested } from './submit-request.ts';
import { datasetResource, fileResource } from './triggered-jobs.ts';

export interface SubmitPorts {
  readonly db: Database;
  readonly hasRight: HasRight;
  readonly admitOutput: AdmitOutput;
  readonly now: () => Instant;
}

type Submitted = Promise<readonly SubmittedJob[] | Refusal>;

export const submitFile = async (
  ports: SubmitPorts,
  by: Caller,
  fileId: string,
  request: SubmitRequest,
): Submitted => {
  const file = await requireFile(ports, by, 'submit', fileId);
  if ('refused' in file) return file;
  const refusal = checkParameters(request.parameters);
  if (refusal) return refusal;
  return change(ports, by, `a job on ${file.name}`, async (trx) => {
    const submission = { request, by, datasetId: file.dataset.id, resources: [fileResource(file)] };
    const removed = await lockResource(trx, { ...file, type: 'file' });
    return removed ?? submitRequested(trx, submission, ports.now());
  });
};

export const submitDataset = async (
  ports: SubmitPorts,
  by: Caller,
  datasetId: string,
  request: SubmitRequest,
): Submitted => {
  const dataset = await requireDataset(ports, by, 'submit', datasetId);
  if ('refused' in dataset) return dataset;
  const refusal = checkParameters(request.parameters);
  if (refusal) return refusal;
  return change(ports, by, `a job on ${dataset.name}`, async (trx) => {
    const submission = { request, by, datasetId: dataset.id, resources: [datasetResource(dataset)] };
    const removed = await lockResource(trx, { ...dataset, type: 'dataset' });
    return removed ?? submitRequested(trx, submission, ports.now());
  });
};

/** Files of one dataset: all of them or, where one is not in it, none. Jobs come in the order of the files' ids. */
export const submitSelected = async (
  ports: SubmitPorts,
  by: Caller,
  { datasetId, fileIds }: { readonly datasetId: string; readonly fileIds: readonly string[] },
  request: SubmitRequest,
): Submitted => {
  const dataset = await requireDataset(ports, by, 'submit', datasetId);
  if ('refused' in dataset) return dataset;
  const refusal = checkParameters(request.parameters);
  if (refusal) return refusal;
  return change(ports, by, `jobs on files of ${dataset.name}`, async (trx) => {
    const files = await lockFiles(trx, dataset.id, fileIds);
    const missing = missingFrom(files, fileIds);
    if (missing.length > 0) return notInDataset(missing);
    const submission = { request, by, datasetId: dataset.id, resources: files.map(fileResource) };
    return submitRequested(trx, submission, ports.now());
  });
};

const MOST_NAMED = 20;

export const notInDataset = (missing: readonly string[]): Refusal =>
  refuse('file_not_found', 'Not all of these files are in the dataset. Nothing was submitted.', {
    missing: missing.slice(0, MOST_NAMED),
    missing_count: missing.length,
  });

export const missingFrom = (
  files: readonly { readonly id: string }[],
  fileIds: readonly string[],
): string[] => {
  const found = new Set(files.map(({ id }) => id));
  return fileIds.filter((id) => !found.has(id.toLowerCase()));
};
