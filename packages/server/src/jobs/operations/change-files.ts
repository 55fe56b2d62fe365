import type { Ineligibility } from '@pawprint/core';
import { requireDataset } from '../../access/require-resource.ts';
import type { UserCaller } from '../../model/caller.ts';
import type { FilesRemoved, MetadataRemoved } from '../../model/data-change.ts';
import type { DatasetRef } from '../../model/dataset.ts';
import type { FileRef } from '../../model/file.ts';
import type { FileChoice } from '../../model/file-filter.ts';
import type { FilesRequest, Selection } from '../../model/operation.ts';
import { type Refusal, refuse } from '../../model/refusal.ts';
import { tagNames } from '../../model/tag.ts';
import { recordAct } from '../../store/audit.ts';
import type { DatabaseTransaction } from '../../store/database.ts';
import { findDataset, lockDataset } from '../../store/datasets/datasets.ts';
import { lockFiles, readFiles, removeFiles } from '../../store/datasets/files.ts';
import { readChosenFileIds } from '../../store/datasets/find-files.ts';
import { insertTagsOnFiles, removeTagsFromFiles } from '../../store/datasets/tags.ts';
import { lockOpenJobsOnFiles } from '../../store/jobs/lock-jobs.ts';
import {
  lockFilesToMove,
  moveFilesWithJobs,
  readMovedFileIds,
  readOpenFileIds,
} from '../../store/jobs/move-jobs.ts';
import { requireOperation } from './require-operation.ts';
import { createCollector, type SelectPorts, TOO_MANY } from './select-subjects.ts';
import { type PlannedOperation, plan } from './start-operation.ts';

/** What is asked for, without the files. */
export type FileChange =
  | Omit<Extract<FilesRequest, { kind: 'tag_files' }>, 'filter' | 'movedBy'>
  | Omit<Extract<FilesRequest, { kind: 'delete_files' }>, 'filter' | 'movedBy'>
  | Omit<Extract<FilesRequest, { kind: 'move_files' }>, 'filter' | 'movedBy'>;

/** Files of a dataset; also those that an operation has moved into it. */
export type ChangedFiles = FileChoice | { readonly movedBy: string };

/** Finds the files that an act on many would change as they are now. */
export const planFileChange = async (
  ports: SelectPorts,
  by: UserCaller,
  change: FileChange,
  choice: ChangedFiles,
): Promise<PlannedOperation | Refusal> => {
  const dataset = await requireDataset(ports, by, 'change', change.datasetId);
  if ('refused' in dataset) return dataset;
  if (change.kind === 'move_files') {
    const target = await requireDataset(ports, by, 'change', change.to);
    if ('refused' in target) return target;
    if (target.id === dataset.id) return SAME_DATASET;
  }
  const chosen = await readChosen(ports, by, change.datasetId, choice);
  if ('refused' in chosen) return chosen;
  const selection = await selectFiles(ports, change, chosen);
  if ('refused' in selection) return selection;
  return plan(ports, by, { ...change, ...('ids' in choice ? {} : choice) }, selection);
};

const SAME_DATASET = refuse('bad_request', 'The files are in this dataset already.');

interface Chosen {
  /** Of those in the dataset. */
  readonly ids: readonly string[];
  /** How many were chosen. */
  readonly of: number;
}

const readChosen = async (
  ports: SelectPorts,
  by: UserCaller,
  datasetId: string,
  choice: ChangedFiles,
): Promise<Chosen | Refusal> => {
  if (!('movedBy' in choice)) {
    const ids = await readChosenFileIds(ports.db, datasetId, choice);
    return { ids, of: 'ids' in choice ? new Set(choice.ids).size : ids.length };
  }
  const operation = await requireOperation(ports, by, choice.movedBy);
  if ('refused' in operation) return operation;
  const { id, request, done, failedCount } = operation;
  if (request.kind !== 'move_files' || request.to !== datasetId) return MOVED_NOTHING_HERE;
  return { ids: await readMovedFileIds(ports.db, id, datasetId), of: done - failedCount };
};

const MOVED_NOTHING_HERE = refuse('bad_request', 'This operation has moved no files into this dataset.');

const SAMPLE_SIZE = 5;

const selectFiles = async (
  { db }: SelectPorts,
  { kind }: FileChange,
  { ids, of }: Chosen,
): Promise<Selection | Refusal> => {
  const open = new Set(kind === 'move_files' ? await readOpenFileIds(db, ids) : []);
  const samples = new Map(
    (await readFiles(db, ids.filter((id) => !open.has(id)).slice(0, SAMPLE_SIZE))).map((file) => [
      file.id,
      file,
    ]),
  );
  const collector = createCollector();
  for (const id of ids) {
    collector.add(id, open.has(id) ? 'job_open' : undefined, () => ({
      jobId: null,
      extractor: null,
      resource: { type: 'file', id, name: samples.get(id)?.name ?? '' },
    }));
    if (collector.isFull()) return TOO_MANY;
  }
  collector.count('not_found', of - ids.length);
  return collector.selection();
};

export interface ChangeFilesPorts extends SelectPorts {
  /** Cancels the jobs on files that are removed, and submits those that this triggers. */
  readonly changes: {
    readonly filesRemoved: (trx: DatabaseTransaction, removed: FilesRemoved) => Promise<readonly string[]>;
    readonly metadataRemoved: (trx: DatabaseTransaction, removed: MetadataRemoved) => Promise<void>;
  };
  readonly wakeBlobSweeper: () => void;
}

export interface SliceContext extends SelectPorts {
  readonly trx: DatabaseTransaction;
  readonly by: UserCaller;
  readonly subjects: readonly string[];
}

export interface Slice {
  readonly failed: readonly { readonly id: string; readonly reason: Ineligibility }[];
  /** Numbers events, so it comes last in the transaction. Resolves to jobs whose instances are to be asked to stop. */
  readonly write: () => Promise<readonly string[]>;
}

export type FilesContext = SliceContext & Pick<ChangeFilesPorts, 'changes'>;

/** The right to change the dataset is checked again for each slice. */
export const prepareFileChange = async (context: FilesContext, request: FilesRequest): Promise<Slice> => {
  const dataset = await findDataset(context.trx, request.datasetId);
  if (!dataset || !(await canChange(context, dataset.id)))
    return {
      failed: leftOut(context.subjects, [], dataset ? 'forbidden' : 'not_found'),
      write: async () => [],
    };
  if (request.kind === 'tag_files') return prepareTags(context, request);
  return request.kind === 'delete_files'
    ? removeFilesOf(context, dataset)
    : prepareMove(context, dataset, request.to);
};

const canChange = ({ hasRight, by }: FilesContext, id: string): Promise<boolean> =>
  hasRight(by, 'change', { type: 'dataset', id });

/** The subjects that are none of these files. */
const leftOut = (
  subjects: readonly string[],
  files: readonly FileRef[],
  reason: Ineligibility,
): Slice['failed'] => {
  const found = new Set(files.map(({ id }) => id));
  return subjects.filter((id) => !found.has(id)).map((id) => ({ id, reason }));
};

const idsOf = (files: readonly FileRef[]): string[] => files.map(({ id }) => id);

const prepareTags = async (
  { trx, by, subjects, now }: FilesContext,
  { datasetId, add, remove }: Extract<FilesRequest, { kind: 'tag_files' }>,
): Promise<Slice> => {
  const files = await lockFiles(trx, datasetId, subjects);
  await removeTagsFromFiles(trx, idsOf(files), tagNames(remove));
  await insertTagsOnFiles(trx, idsOf(files), tagNames(add), { userId: by.id, at: now() });
  return { failed: leftOut(subjects, files, 'not_found'), write: async () => [] };
};

/** Removes the subjects, which are files of the dataset. The right to do so must have been checked. */
export const removeFilesOf = async (
  { trx, by, subjects, now, changes }: FilesContext,
  dataset: DatasetRef,
): Promise<Slice> => {
  // Storing an output locks the job first and the file second.
  await lockOpenJobsOnFiles(trx, subjects);
  const files = await lockFiles(trx, dataset.id, subjects);
  await removeFiles(trx, idsOf(files));
  for (const { id, name } of files)
    await recordAct(trx, {
      by,
      act: 'file.delete',
      subject: id,
      name,
      details: { dataset: dataset.id },
      at: now(),
    });
  return {
    failed: leftOut(subjects, files, 'not_found'),
    write: () =>
      files.length === 0 ? Promise.resolve([]) : changes.filesRemoved(trx, { dataset, files, by, at: now() }),
  };
};

const prepareMove = async (context: FilesContext, from: DatasetRef, to: string): Promise<Slice> => {
  const { trx, by, subjects, now } = context;
  const target = (await lockDataset(trx, to)) ? await findDataset(trx, to) : undefined;
  if (!target || !(await canChange(context, to)))
    return { failed: leftOut(subjects, [], 'forbidden'), write: async () => [] };
  const files = await lockFilesToMove(trx, from.id, subjects);
  const movable = files.filter(({ hasOpenJob }) => !hasOpenJob);
  for (const { id, name } of movable)
    await recordAct(trx, {
      by,
      act: 'file.move',
      subject: id,
      name,
      details: { from: from.id, to, from_name: from.name, to_name: target.name },
      at: now(),
    });
  return {
    failed: [
      ...leftOut(subjects, files, 'not_found'),
      ...files.filter(({ hasOpenJob }) => hasOpenJob).map(({ id }) => ({ id, reason: 'job_open' as const })),
    ],
    write: async () => {
      await moveFilesWithJobs(trx, idsOf(movable), to);
      return [];
    },
  };
};
