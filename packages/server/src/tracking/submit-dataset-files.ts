import { change } from '../data/change.ts';
import type { FileRef } from '../data/file.ts';
import { reachDataset } from '../data/reach.ts';
import type { Caller } from '../http/caller.ts';
import type { Refusal } from '../http/handler.ts';
import { holdFilesNamed, readFileRefs } from '../store/data/files-to-submit.ts';
import { extractorsMeant } from './extractors-meant.ts';
import { chooseFiles, type FileChoice } from './file-choice.ts';
import { fileResource } from './occasions.ts';
import { type Order, objectionToParameters } from './order.ts';
import { notInDataset, type SubmitPorts } from './submit-by-hand.ts';
import { type OrderedJob, submitOrder } from './submit-order.ts';

/** As many as others can wait for: events are numbered under one lock, which a page holds while it is stored. */
const FILES_AT_ONCE = 1_000;

/** Submits the next files in a transaction of its own; one that is gone by now is left out. */
export type SubmitPage = () => Promise<readonly OrderedJob[] | Refusal>;

const absentFrom = (files: readonly FileRef[], fileIds: readonly string[] = []): string[] => {
  const there = new Set(files.map(({ id }) => id));
  return fileIds.filter((id) => !there.has(id.toLowerCase()));
};

/**
 * The files chosen from a dataset as it is now, page by page: what was submitted stands, whatever becomes of the pages
 * after it. Refused, before anything is submitted, where the order is no good.
 */
export const submitDatasetFiles = async (
  ports: SubmitPorts,
  by: Caller,
  datasetId: string,
  choice: FileChoice,
  order: Order,
): Promise<readonly SubmitPage[] | Refusal> => {
  const dataset = await reachDataset(ports, by, 'submit', datasetId);
  if ('refused' in dataset) return dataset;
  const objection = objectionToParameters(order.parameters);
  if (objection) return objection;
  const meant = await extractorsMeant(ports.db, order.extractor, by);
  if (typeof meant !== 'function') return meant;
  const files = await readFileRefs(ports.db, dataset.id);
  const absent = absentFrom(files, choice.fileIds);
  if (absent.length > 0) return notInDataset(absent);
  const ids = chooseFiles(files, choice).map(({ id }) => id);
  const submitPage = (from: number): Promise<readonly OrderedJob[] | Refusal> =>
    change(ports, by, `jobs on files of ${dataset.name}`, async (trx) => {
      const held = await holdFilesNamed(trx, dataset.id, ids.slice(from, from + FILES_AT_ONCE));
      const placed = { order, by, datasetId: dataset.id, resources: held.map(fileResource) };
      return submitOrder(trx, placed, ports.now());
    });
  const pages = Math.ceil(ids.length / FILES_AT_ONCE);
  return Array.from({ length: pages }, (_, page) => () => submitPage(page * FILES_AT_ONCE));
};
