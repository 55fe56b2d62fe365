import type { Instant } from '@pawprint/core';
import { change } from '../data/change.ts';
import { holdResource } from '../data/hold-resource.ts';
import type { DataPorts } from '../data/ports.ts';
import { reachDataset, reachFile } from '../data/reach.ts';
import type { Caller } from '../http/caller.ts';
import { type Refusal, refuse } from '../http/handler.ts';
import { holdFilesNamed } from '../store/data/files-to-submit.ts';
import { datasetResource, fileResource } from './occasions.ts';
import { type Order, objectionToParameters } from './order.ts';
import { type OrderedJob, submitOrder } from './submit-order.ts';

export interface SubmitPorts extends Pick<DataPorts, 'db' | 'may' | 'admitOutput'> {
  readonly now: () => Instant;
}

type Submitted = Promise<readonly OrderedJob[] | Refusal>;

export const submitFile = async (ports: SubmitPorts, by: Caller, id: string, order: Order): Submitted => {
  const file = await reachFile(ports, by, 'submit', id);
  if ('refused' in file) return file;
  const objection = objectionToParameters(order.parameters);
  if (objection) return objection;
  return change(ports, by, `a job on ${file.name}`, async (trx) => {
    const placed = { order, by, datasetId: file.dataset.id, resources: [fileResource(file)] };
    return (await holdResource(trx, { ...file, type: 'file' })) ?? submitOrder(trx, placed, ports.now());
  });
};

export const submitDataset = async (ports: SubmitPorts, by: Caller, id: string, order: Order): Submitted => {
  const dataset = await reachDataset(ports, by, 'submit', id);
  if ('refused' in dataset) return dataset;
  const objection = objectionToParameters(order.parameters);
  if (objection) return objection;
  return change(ports, by, `a job on ${dataset.name}`, async (trx) => {
    const placed = { order, by, datasetId: dataset.id, resources: [datasetResource(dataset)] };
    return (
      (await holdResource(trx, { ...dataset, type: 'dataset' })) ?? submitOrder(trx, placed, ports.now())
    );
  });
};

const MOST_NAMED = 20;

export const notInDataset = (missing: readonly string[]): Refusal =>
  refuse('file_not_found', 'Not all of these files are in the dataset. Nothing was submitted.', {
    missing: missing.slice(0, MOST_NAMED),
    missing_count: missing.length,
  });

/** Files of one dataset: all of them or, where one is not in it, none. Their jobs come in the order of their ids. */
export const submitSelected = async (
  ports: SubmitPorts,
  by: Caller,
  { datasetId, fileIds }: { readonly datasetId: string; readonly fileIds: readonly string[] },
  order: Order,
): Submitted => {
  const dataset = await reachDataset(ports, by, 'submit', datasetId);
  if ('refused' in dataset) return dataset;
  const objection = objectionToParameters(order.parameters);
  if (objection) return objection;
  return change(ports, by, `jobs on files of ${dataset.name}`, async (trx) => {
    const files = await holdFilesNamed(trx, dataset.id, fileIds);
    const found = new Set(files.map(({ id }) => id));
    const missing = fileIds.filter((id) => !found.has(id.toLowerCase()));
    if (missing.length > 0) return notInDataset(missing);
    const placed = { order, by, datasetId: dataset.id, resources: files.map(fileResource) };
    return submitOrder(trx, placed, ports.now());
  });
};
