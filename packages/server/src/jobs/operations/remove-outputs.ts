import type { MetadataRemoved } from '../../model/data-change.ts';
import type { Job } from '../../model/job.ts';
import type { JobsRequest } from '../../model/operation.ts';
import { recordAct } from '../../store/audit.ts';
import { findDataset } from '../../store/datasets/datasets.ts';
import { readFiles } from '../../store/datasets/files.ts';
import {
  type LeftOutput,
  type RemovedDocument,
  readOutputsOfJobs,
  removeDocuments,
  removePreviewsAndTags,
} from '../../store/datasets/outputs.ts';
import { lockJobs } from '../../store/jobs/lock-jobs.ts';
import { type FilesContext, removeFilesOf, type Slice } from './change-files.ts';
import { createRightCheck, failuresOfJobs, toFailed } from './select-subjects.ts';

/**
 * Removes what ended jobs made. Of that, what was moved into a dataset that the person may not change stays. Files go with
 * all that is attached to them, and the open jobs on them are cancelled.
 */
export const prepareRemoval = async (context: FilesContext, request: JobsRequest): Promise<Slice> => {
  const { trx, subjects } = context;
  const jobs = await lockJobs(trx, subjects);
  const failures = await failuresOfJobs(context, request);
  const eligible = jobs.filter(({ facts }) => !failures.has(facts.id));
  const outputs = await readRemovable(context, eligible);
  const attached = outputs.filter(({ kind }) => kind !== 'files');
  const deletions = await deleteFiles(
    context,
    outputs.filter(({ kind }) => kind === 'files'),
  );
  // Those of the files that were just removed are gone already.
  const documents = await removeDocuments(
    trx,
    attached.filter(({ kind }) => kind === 'metadata').map(({ id }) => id),
  );
  await removePreviewsAndTags(trx, attached);
  await recordRemovals(context, eligible, outputs);
  return {
    failed: toFailed(failures),
    write: async () => {
      for (const removed of await describeRemovals(context, documents))
        await context.changes.metadataRemoved(trx, removed);
      const running: string[] = [];
      for (const { write } of deletions) running.push(...(await write()));
      return running;
    },
  };
};

const idsOf = (jobs: readonly Job[]): string[] => jobs.map(({ facts }) => facts.id);

/** `Map.groupBy`, which Node 20 does not have. */
const groupBy = <Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> => {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
};

const readRemovable = async (
  { trx, by, hasRight }: FilesContext,
  jobs: readonly Job[],
): Promise<LeftOutput[]> => {
  const hasRightTo = createRightCheck(hasRight, by);
  const removable: LeftOutput[] = [];
  for (const output of await readOutputsOfJobs(trx, idsOf(jobs)))
    if (await hasRightTo('change', output.datasetId)) removable.push(output);
  return removable;
};

const deleteFiles = async (context: FilesContext, files: readonly LeftOutput[]): Promise<Slice[]> => {
  const slices: Slice[] = [];
  for (const [datasetId, ofDataset] of groupBy(files, (file) => file.datasetId)) {
    const dataset = datasetId === null ? undefined : await findDataset(context.trx, datasetId);
    const subjects = ofDataset.map(({ id }) => id);
    if (dataset) slices.push(await removeFilesOf({ ...context, subjects }, dataset));
  }
  return slices;
};

const recordRemovals = async (
  { trx, by, now }: FilesContext,
  jobs: readonly Job[],
  outputs: readonly LeftOutput[],
): Promise<void> => {
  const byJob = groupBy(outputs, ({ jobId }) => jobId);
  for (const { facts } of jobs) {
    const removed = byJob.get(facts.id) ?? [];
    const counts = [...groupBy(removed, ({ kind }) => kind)].map(([kind, { length }]) => [kind, length]);
    await recordAct(trx, {
      by,
      act: 'job.remove_outputs',
      subject: facts.id,
      name: `${facts.extractor} on ${facts.resource.name}`,
      details: { removed: removed.length, ...Object.fromEntries(counts) },
      at: now(),
    });
  }
};

/** The documents of each file or dataset as one change to it, which may set off jobs. */
const describeRemovals = async (
  { trx, by, now }: FilesContext,
  documents: readonly RemovedDocument[],
): Promise<MetadataRemoved[]> => {
  const removals: MetadataRemoved[] = [];
  const fileIds = documents.flatMap(({ fileId }) => fileId ?? []);
  const files = new Map((await readFiles(trx, fileIds)).map((file) => [file.id, file]));
  for (const [id, removed] of groupBy(documents, ({ fileId, datasetId }) => fileId ?? datasetId)) {
    const file = id === null ? undefined : files.get(id);
    const dataset = file?.dataset ?? (id === null ? undefined : await findDataset(trx, id));
    if (dataset)
      removals.push({
        dataset,
        resource: file ? { ...file, type: 'file' } : { ...dataset, type: 'dataset' },
        removed,
        by,
        at: now(),
      });
  }
  return removals;
};
