import { isInferred, type JobSnapshot } from '../job-snapshot.ts';
import { type ExtractionsState, type Group, latestOf } from './extractions-state.ts';
import { type IsOpen, type JobContent, type JobContentRow, jobContentRows } from './job-rows.ts';

export type TreeRow =
  | {
      readonly type: 'extractor';
      readonly key: string;
      readonly level: 1;
      readonly group: Group;
      readonly latest: JobSnapshot;
      readonly open: boolean;
      /** How many jobs the extractor has here, or how many of them pass the filter. */
      readonly count: number;
      /** The row's position among the extractors' rows, from 1. */
      readonly position: number;
      readonly setSize: number;
      /** Shows how many jobs are in each state, instead of the latest job's status. */
      readonly countsStates: boolean;
    }
  | { readonly type: 'heads'; readonly key: string; readonly level: 2 }
  | {
      readonly type: 'job';
      readonly key: string;
      readonly level: 2;
      readonly snapshot: JobSnapshot;
      readonly open: boolean;
      /** The extractor's row shows this job's message. */
      readonly shownAbove: boolean;
      /** Undefined until the row is opened. */
      readonly attempts: JobContent['attempts'];
      /** Names the file or dataset that the job works on. */
      readonly namesResource: boolean;
    }
  | {
      readonly type: 'inferred';
      readonly key: string;
      readonly level: 2;
      readonly runs: readonly [JobSnapshot, ...JobSnapshot[]];
      readonly open: boolean;
    }
  | {
      readonly type: 'run';
      readonly key: string;
      readonly level: 3;
      readonly snapshot: JobSnapshot;
      readonly number: number;
      readonly open: boolean;
      readonly namesResource: boolean;
    }
  | {
      readonly type: 'more-jobs';
      readonly key: string;
      readonly level: 2;
      readonly extractor: string;
      readonly left: number;
    }
  | JobContentRow;

/** An extractor's jobs to show. */
export interface JobList {
  readonly jobs: readonly JobSnapshot[];
  /** Loaded or not. */
  readonly count: number;
  /** How many of them are not loaded. */
  readonly left: number;
}

export interface TreeInput {
  readonly state: ExtractionsState;
  /** Extractors to show, in this order. */
  readonly order: readonly string[];
  readonly lists: ReadonlyMap<string, JobList>;
  readonly isOpen: IsOpen;
  readonly contents: ReadonlyMap<string, JobContent>;
  /** The jobs are those of a dataset and its files, not of one file. */
  readonly ofDataset: boolean;
}

/** The rows of the tree from top to bottom, without the contents of closed rows. */
export const treeRows = (input: TreeInput): TreeRow[] =>
  input.order.flatMap((extractor, index) => {
    const group = input.state.groups.get(extractor);
    return group ? extractorRows(input, group, index) : [];
  });

const NO_JOBS: JobList = { jobs: [], count: 0, left: 0 };

const extractorRows = (input: TreeInput, group: Group, index: number): TreeRow[] => {
  const latest = latestOf(input.state, group);
  if (!latest) return [];
  const list = input.lists.get(group.extractor) ?? NO_JOBS;
  const key = `x:${group.extractor}`;
  const open = input.isOpen(key, false);
  const row: TreeRow = {
    type: 'extractor',
    key,
    level: 1,
    group,
    latest,
    open,
    count: list.count,
    position: index + 1,
    setSize: input.order.length,
    countsStates: input.ofDataset,
  };
  return open ? [row, ...rowsBelowExtractor(input, group, list, latest.job.id)] : [row];
};

const rowsBelowExtractor = (input: TreeInput, group: Group, list: JobList, latestId: string): TreeRow[] => {
  const { extractor } = group;
  const jobs = list.jobs.filter(({ job }) => !isInferred(job));
  const runs = list.jobs.filter(({ job }) => isInferred(job));
  const more: TreeRow = { type: 'more-jobs', key: `m:${extractor}`, level: 2, extractor, left: list.left };
  return [
    { type: 'heads', key: `h:${extractor}`, level: 2 },
    ...jobs.flatMap((snapshot) => jobRows(input, snapshot, !input.ofDataset && snapshot.job.id === latestId)),
    ...inferredRows(input, group, runs),
    ...(list.left > 0 ? [more] : []),
  ];
};

const jobRows = (
  { contents, isOpen, ofDataset }: TreeInput,
  snapshot: JobSnapshot,
  shownAbove: boolean,
): TreeRow[] => {
  const { id } = snapshot.job;
  const key = `j:${id}`;
  const open = isOpen(key, false);
  const content = contents.get(id);
  const row: TreeRow = {
    type: 'job',
    key,
    level: 2,
    snapshot,
    open,
    shownAbove,
    attempts: content?.attempts,
    namesResource: ofDataset,
  };
  return open ? [row, ...jobContentRows(snapshot, content, isOpen)] : [row];
};

/** Runs without a job id share one row, so that none of them looks like a job that has one. */
const inferredRows = (input: TreeInput, group: Group, runs: readonly JobSnapshot[]): TreeRow[] => {
  const [first, ...others] = runs;
  if (!first) return [];
  const key = `i:${group.extractor}`;
  const open = input.isOpen(key, false);
  const row: TreeRow = { type: 'inferred', key, level: 2, runs: [first, ...others], open };
  if (!open) return [row];
  return [row, ...runs.flatMap((snapshot, index) => runRows(input, snapshot, runs.length - index))];
};

const runRows = (
  { contents, isOpen, ofDataset }: TreeInput,
  snapshot: JobSnapshot,
  number: number,
): TreeRow[] => {
  const { id } = snapshot.job;
  const key = `r:${id}`;
  const open = isOpen(key, false);
  const row: TreeRow = { type: 'run', key, level: 3, snapshot, number, open, namesResource: ofDataset };
  return open ? [row, ...jobContentRows(snapshot, contents.get(id), isOpen)] : [row];
};
