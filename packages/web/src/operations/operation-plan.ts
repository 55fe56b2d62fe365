import type { FileFilterBody, Job, Operation, OperationPreview } from '@pawprint/protocol';
import { callRoute } from '../api/client.ts';
import { countOf, formatCount } from '../design/count.ts';

/** The jobs of a file, of a dataset and its files, or of an extractor; or those that were selected from a list. */
export type JobsScope =
  | SelectedJobs
  | { readonly resource_id: string }
  | { readonly dataset_id: string; readonly extractor?: string }
  | { readonly extractor: string; readonly version?: string };

/** Jobs by their ids, or all that meet a query. */
export type SelectedJobs = { readonly ids: readonly string[] } | { readonly query: string };

/** An operation that a person may start: what is done, and to what. */
export type OperationPlan =
  | { readonly kind: 'cancel'; readonly scope: JobsScope }
  | { readonly kind: 'remove_outputs'; readonly scope: JobsScope }
  | {
      readonly kind: 'resubmit';
      readonly scope: JobsScope;
      /** Null: each job keeps its own. */
      readonly parameters: Readonly<Record<string, unknown>> | null;
      /** Leaves out failed jobs that a newer one of the extractor has replaced. */
      readonly latestOnly?: boolean | undefined;
    }
  | {
      readonly kind: 'run_missing';
      readonly extractor: string;
      /** Null: all files. */
      readonly datasetId: string | null;
      /** Absent: all of them. */
      readonly fileIds?: readonly string[];
      /** Null: whichever version has done a file. */
      readonly sinceVersion: string | null;
      /** With a version: files that an unknown one has done are run again too. */
      readonly includeUnknown: boolean;
    }
  | FilesPlan;

/** What is done to files of a dataset. */
export type FilesPlan = { readonly datasetId: string } & (
  | {
      readonly kind: 'tag_files';
      readonly files: SelectedFiles;
      readonly add: readonly string[];
      readonly remove: readonly string[];
    }
  | { readonly kind: 'delete_files'; readonly files: SelectedFiles }
  | {
      readonly kind: 'move_files';
      /** Also those that an operation has moved into the dataset. */
      readonly files: SelectedFiles | { readonly movedBy: string };
      /** The id of the other dataset. */
      readonly to: string;
    }
);

/** Files by their ids, or all that a filter finds. */
export type SelectedFiles = { readonly ids: readonly string[] } | { readonly filter: FileFilterBody };

const WAITING: readonly Job['state'][] = ['SUBMITTED', 'QUEUED', 'RESUBMITTED'];
const FAILED: readonly Job['state'][] = ['FAILED', 'LOST'];

/** Counts what the operation would do, and changes nothing. */
export const previewOperation = async (plan: OperationPlan): Promise<OperationPreview> => {
  const answer = await callPlan(plan, true);
  if (!('eligible' in answer)) throw new Error('an operation was started.');
  return answer;
};

export const startOperation = async (plan: OperationPlan): Promise<Operation> => {
  const answer = await callPlan(plan, false);
  if ('eligible' in answer) throw new Error('no operation was started.');
  return answer;
};

const callPlan = (plan: OperationPlan, dryRun: boolean): Promise<Operation | OperationPreview> => {
  if (plan.kind === 'run_missing') {
    const { extractor, datasetId, fileIds, sinceVersion, includeUnknown } = plan;
    return callRoute('runMissing', {
      params: { name: extractor },
      body: {
        dry_run: dryRun,
        ...(datasetId === null ? {} : { dataset_id: datasetId }),
        ...(fileIds === undefined ? {} : { file_ids: [...fileIds] }),
        ...(sinceVersion === null ? {} : { since_version: sinceVersion, include_unknown: includeUnknown }),
      },
    });
  }
  if ('files' in plan) return callFilesPlan(plan, dryRun);
  if (plan.kind === 'cancel')
    return callRoute('cancelJobs', { body: { ...choiceOf(plan.scope, WAITING), dry_run: dryRun } });
  if (plan.kind === 'remove_outputs')
    return callRoute('removeOutputs', { body: { ...choiceOf(plan.scope), dry_run: dryRun } });
  const { scope, parameters, latestOnly } = plan;
  return callRoute('resubmitJobs', {
    body: {
      ...choiceOf(scope, FAILED),
      dry_run: dryRun,
      ...(latestOnly ? { latest_only: true } : {}),
      ...(parameters === null ? {} : { parameters: { ...parameters } }),
    },
  });
};

const callFilesPlan = (plan: FilesPlan, dryRun: boolean): Promise<Operation | OperationPreview> => {
  const params = { id: plan.datasetId };
  if (plan.kind === 'move_files') {
    const { files, to } = plan;
    const choice = 'movedBy' in files ? { moved_by: files.movedBy } : choiceOfFiles(files);
    return callRoute('moveDatasetFiles', { params, body: { ...choice, to, dry_run: dryRun } });
  }
  const body = { ...choiceOfFiles(plan.files), dry_run: dryRun };
  if (plan.kind === 'delete_files') return callRoute('deleteDatasetFiles', { params, body });
  const tags = { add: [...plan.add], remove: [...plan.remove] };
  return callRoute('tagDatasetFiles', { params, body: { ...body, ...tags } });
};

const choiceOfFiles = (files: SelectedFiles) => ('ids' in files ? { ids: [...files.ids] } : files);

/** Of jobs that were selected, the server leaves out those in other states, and says how many. Without states: all. */
const choiceOf = (scope: JobsScope, states?: readonly Job['state'][]) => {
  if ('ids' in scope) return { ids: [...scope.ids] };
  return {
    filter: 'query' in scope ? { query: scope.query } : { ...scope, ...(states && { state: states }) },
  };
};

export interface OperationLabels {
  readonly name: string;
  /** Of the dialog, which also says on which jobs. */
  readonly title: string;
  /** "14 waiting jobs will be cancelled." */
  readonly willDo: (count: number) => string;
  /** What happens to the new jobs. */
  readonly note?: string;
  readonly nothing: string;
  /** "Cancel 14 jobs" */
  readonly act: (count: number) => string;
  /** "8 of 14 jobs cancelled" */
  readonly progress: (done: number, of: number) => string;
  /** "14 jobs were cancelled." */
  readonly result: (count: number) => string;
}

const wasWere = (count: number): string => (count === 1 ? 'was' : 'were');

export const OPERATION_LABELS: Readonly<Record<OperationPlan['kind'], OperationLabels>> = {
  cancel: {
    name: 'Cancel jobs',
    title: 'Cancel waiting jobs',
    willDo: (count) => `${countOf(count, 'waiting job')} will be cancelled.`,
    nothing: 'No job is waiting.',
    act: (count) => `Cancel ${countOf(count, 'job')}`,
    progress: (done, of) => `${formatCount(done)} of ${countOf(of, 'job')} cancelled`,
    result: (count) => `${countOf(count, 'job')} ${wasWere(count)} cancelled.`,
  },
  resubmit: {
    name: 'Resubmit jobs',
    title: 'Resubmit failed jobs',
    willDo: (count) => `${countOf(count, 'failed or lost job')} will be resubmitted.`,
    note: 'The new jobs run when no other job waits.',
    nothing: 'No failed or lost job can be resubmitted.',
    act: (count) => `Resubmit ${countOf(count, 'job')}`,
    progress: (done, of) => `${formatCount(done)} of ${countOf(of, 'job')} resubmitted`,
    result: (count) => `${countOf(count, 'job')} ${wasWere(count)} resubmitted.`,
  },
  remove_outputs: {
    name: 'Remove outputs',
    title: 'Remove outputs',
    willDo: (count) => `What ${countOf(count, 'job')} made will be removed for good.`,
    note: 'The records of the jobs stay. Resubmit them to make it again.',
    nothing: 'Nothing that these jobs made can be removed.',
    act: (count) => `Remove outputs of ${countOf(count, 'job')}`,
    progress: (done, of) => `Outputs of ${formatCount(done)} of ${countOf(of, 'job')} removed`,
    result: (count) => `The outputs of ${countOf(count, 'job')} were removed.`,
  },
  run_missing: {
    name: 'Run what is missing',
    title: 'Run what is missing',
    willDo: (count) => `${countOf(count, 'file')} will be submitted.`,
    note: 'The new jobs run when no other job waits.',
    nothing: 'No file is missing.',
    act: (count) => `Submit ${countOf(count, 'file')}`,
    progress: (done, of) => `${formatCount(done)} of ${countOf(of, 'file')} submitted`,
    result: (count) => `${countOf(count, 'file')} ${wasWere(count)} submitted.`,
  },
  tag_files: {
    name: 'Tag files',
    title: 'Tag files',
    willDo: (count) => `The tags of ${countOf(count, 'file')} will be changed.`,
    nothing: 'No file is selected.',
    act: (count) => `Tag ${countOf(count, 'file')}`,
    progress: (done, of) => `${formatCount(done)} of ${countOf(of, 'file')} tagged`,
    result: (count) => `The tags of ${countOf(count, 'file')} were changed.`,
  },
  delete_files: {
    name: 'Delete files',
    title: 'Delete files',
    willDo: (count) =>
      `${countOf(count, 'file')} will be deleted for good, with ${count === 1 ? 'its' : 'their'} metadata and previews.`,
    note: 'The records of jobs stay.',
    nothing: 'No file is selected.',
    act: (count) => `Delete ${countOf(count, 'file')}`,
    progress: (done, of) => `${formatCount(done)} of ${countOf(of, 'file')} deleted`,
    result: (count) => `${countOf(count, 'file')} ${wasWere(count)} deleted.`,
  },
  move_files: {
    name: 'Move files',
    title: 'Move files',
    willDo: (count) => `${countOf(count, 'file')} will be moved.`,
    note: 'Jobs, metadata, previews and tags move with their files.',
    nothing: 'No file can be moved.',
    act: (count) => `Move ${countOf(count, 'file')}`,
    progress: (done, of) => `${formatCount(done)} of ${countOf(of, 'file')} moved`,
    result: (count) => `${countOf(count, 'file')} ${wasWere(count)} moved.`,
  },
};

/** For jobs that a person has selected, whose states may differ. */
export const SELECTION_LABELS: Readonly<Record<'cancel' | 'resubmit', OperationLabels>> = {
  cancel: {
    ...OPERATION_LABELS.cancel,
    title: 'Cancel selected jobs',
    willDo: (count) => `${countOf(count, 'job')} will be cancelled.`,
    nothing: 'No selected job can be cancelled.',
  },
  resubmit: {
    ...OPERATION_LABELS.resubmit,
    title: 'Resubmit selected jobs',
    willDo: (count) => `${countOf(count, 'job')} will be resubmitted.`,
    nothing: 'No selected job can be resubmitted.',
  },
};
