import type { Instant } from '@pawprint/core';
import { type AdmitOutput, change } from '../../access/change.ts';
import { requireDataset, requireFile } from '../../access/require-resource.ts';
import type { HasRight } from '../../access/rights.ts';
import type { Caller } from '../../model/caller.ts';
import type { SubmittedJob } from '../../model/job.ts';
import { type Refusal, refuse } from '../../model/refusal.ts';
import type { ResourceRef } from '../../model/resource.ts';
import type { Database } from '../../store/database.ts';
import { lockFiles } from '../../store/datasets/files.ts';
import { type FoundResource, lockResource } from '../../store/datasets/resources.ts';
import { checkParameters, type SubmitRequest, submitRequested } from './submit-request.ts';
import { datasetResource, fileResource } from './triggered-jobs.ts';

export interface SubmitPorts {
  readonly db: Database;
  readonly hasRight: HasRight;
  readonly admitOutput: AdmitOutput;
  readonly now: () => Instant;
  /** How many jobs may follow the first one of a chain in which each sets off the next. */
  readonly maxChain: number;
}

type Submitted = Promise<readonly SubmittedJob[] | Refusal>;

/** Jobs on one file or dataset. */
export const submitOnResource = async (
  ports: SubmitPorts,
  by: Caller,
  target: Pick<ResourceRef, 'type' | 'id'>,
  request: SubmitRequest,
): Submitted => {
  const found = await requireTarget(ports, by, target);
  if ('refused' in found) return found;
  const refusal = checkParameters(request.parameters);
  if (refusal) return refusal;
  const { resource, datasetId } = found;
  return change(ports, by, `a job on ${resource.name}`, async (trx) => {
    const removed = await lockResource(trx, resource);
    return (
      removed ??
      submitRequested(
        trx,
        { request, by, datasetId, resources: [resource], maxChain: ports.maxChain },
        ports.now(),
      )
    );
  });
};

const requireTarget = async (
  ports: SubmitPorts,
  by: Caller,
  { type, id }: Pick<ResourceRef, 'type' | 'id'>,
): Promise<FoundResource | Refusal> => {
  if (type === 'file') {
    const file = await requireFile(ports, by, 'submit', id);
    return 'refused' in file ? file : { resource: fileResource(file), datasetId: file.dataset.id };
  }
  const dataset = await requireDataset(ports, by, 'submit', id);
  return 'refused' in dataset ? dataset : { resource: datasetResource(dataset), datasetId: dataset.id };
};

/** Submits files of one dataset: all of them, or none if one is not in it. Jobs are sorted by the files' ids. */
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
    const submission = {
      request,
      by,
      datasetId: dataset.id,
      resources: files.map(fileResource),
      maxChain: ports.maxChain,
    };
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
