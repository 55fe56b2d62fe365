import { type Instant, matchesFileType } from '@pawprint/core';
import { type AdmitOutput, change } from '../../access/change-as.ts';
import { requireDataset, requireFile } from '../../access/require-resource.ts';
import type { HasRight } from '../../access/rights.ts';
import type { Caller } from '../../model/caller.ts';
import type { FileRef } from '../../model/file.ts';
import { type Refusal, refuse } from '../../model/refusal.ts';
import type { Database } from '../../store/database.ts';
import { lockFiles, readFileRefs } from '../../store/datasets/files.ts';
import { lockResource } from '../../store/datasets/resources.ts';
import {
  checkParameters,
  chooseExtractors,
  type SubmitRequest,
  type SubmittedJob,
  submitRequested,
} from './submit-request.ts';
import { datasetResource, fileResource } from './wanted-jobs.ts';

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
  id: string,
  order: SubmitRequest,
): Submitted => {
  const file = await requireFile(ports, by, 'submit', id);
  if ('refused' in file) return file;
  const objection = checkParameters(order.parameters);
  if (objection) return objection;
  return change(ports, by, `a job on ${file.name}`, async (trx) => {
    const placed = { order, by, datasetId: file.dataset.id, resources: [fileResource(file)] };
    return (await lockResource(trx, { ...file, type: 'file' })) ?? submitRequested(trx, placed, ports.now());
  });
};

export const submitDataset = async (
  ports: SubmitPorts,
  by: Caller,
  id: string,
  order: SubmitRequest,
): Submitted => {
  const dataset = await requireDataset(ports, by, 'submit', id);
  if ('refused' in dataset) return dataset;
  const objection = checkParameters(order.parameters);
  if (objection) return objection;
  return change(ports, by, `a job on ${dataset.name}`, async (trx) => {
    const placed = { order, by, datasetId: dataset.id, resources: [datasetResource(dataset)] };
    return (
      (await lockResource(trx, { ...dataset, type: 'dataset' })) ?? submitRequested(trx, placed, ports.now())
    );
  });
};

const MOST_NAMED = 20;

const notInDataset = (missing: readonly string[]): Refusal =>
  refuse('file_not_found', 'Not all of these files are in the dataset. Nothing was submitted.', {
    missing: missing.slice(0, MOST_NAMED),
    missing_count: missing.length,
  });

/** Files of one dataset: all of them or, where one is not in it, none. Their jobs come in the order of their ids. */
export const submitSelected = async (
  ports: SubmitPorts,
  by: Caller,
  { datasetId, fileIds }: { readonly datasetId: string; readonly fileIds: readonly string[] },
  order: SubmitRequest,
): Submitted => {
  const dataset = await requireDataset(ports, by, 'submit', datasetId);
  if ('refused' in dataset) return dataset;
  const objection = checkParameters(order.parameters);
  if (objection) return objection;
  return change(ports, by, `jobs on files of ${dataset.name}`, async (trx) => {
    const files = await lockFiles(trx, dataset.id, fileIds);
    const found = new Set(files.map(({ id }) => id));
    const missing = fileIds.filter((id) => !found.has(id.toLowerCase()));
    if (missing.length > 0) return notInDataset(missing);
    const placed = { order, by, datasetId: dataset.id, resources: files.map(fileResource) };
    return submitRequested(trx, placed, ports.now());
  });
};

/** As many as others can wait for: events are numbered under one lock, which a page holds while it is stored. */
const FILES_AT_ONCE = 1_000;

/** Submits the next files in a transaction of its own; one that is gone by now is left out. */
export type SubmitPage = () => Promise<readonly SubmittedJob[] | Refusal>;

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
  order: SubmitRequest,
): Promise<readonly SubmitPage[] | Refusal> => {
  const dataset = await requireDataset(ports, by, 'submit', datasetId);
  if ('refused' in dataset) return dataset;
  const objection = checkParameters(order.parameters);
  if (objection) return objection;
  const meant = await chooseExtractors(ports.db, order.extractor, by);
  if (typeof meant !== 'function') return meant;
  const files = await readFileRefs(ports.db, dataset.id);
  const absent = absentFrom(files, choice.fileIds);
  if (absent.length > 0) return notInDataset(absent);
  const ids = chooseFiles(files, choice).map(({ id }) => id);
  const submitPage = (from: number): Promise<readonly SubmittedJob[] | Refusal> =>
    change(ports, by, `jobs on files of ${dataset.name}`, async (trx) => {
      const held = await lockFiles(trx, dataset.id, ids.slice(from, from + FILES_AT_ONCE));
      const placed = { order, by, datasetId: dataset.id, resources: held.map(fileResource) };
      return submitRequested(trx, placed, ports.now());
    });
  const pages = Math.ceil(ids.length / FILES_AT_ONCE);
  return Array.from({ length: pages }, (_, page) => () => submitPage(page * FILES_AT_ONCE));
};

/** Which of a dataset's files are meant: those that pass every condition given. */
export interface FileChoice {
  readonly fileIds?: readonly string[] | undefined;
  /** With or without their dot, in any case. */
  readonly extensions?: readonly string[] | undefined;
  /** MIME patterns. */
  readonly types?: readonly string[] | undefined;
}

const hasExtension = ({ name }: FileRef, extension: string): boolean =>
  name.toLowerCase().endsWith(`.${extension.toLowerCase().replace(/^\./, '')}`);

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
