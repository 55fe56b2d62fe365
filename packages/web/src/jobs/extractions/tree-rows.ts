import { isInferred, type SeenJob } from '../job-snapshot.ts';
import { type ExtractionsState, type Group, latestOf } from './extractions-state.ts';
import { jobSections, type OpenJob, type Openness, type SectionRow } from './job-rows.ts';

export type TreeRow =
  | {
      readonly type: 'extractor';
      readonly key: string;
      readonly level: 1;
      readonly group: Group;
      readonly latest: SeenJob;
      readonly open: boolean;
      /** How many jobs it stands for: all, or those that pass the filter. */
      readonly count: number;
      readonly place: number;
      readonly of: number;
    }
  | { readonly type: 'heads'; readonly key: string; readonly level: 2 }
  | {
      readonly type: 'job';
      readonly key: string;
      readonly level: 2;
      readonly seen: SeenJob;
      readonly open: boolean;
      /** The row of its extractor tells of this very job. */
      readonly toldAbove: boolean;
      /** Known once the job was opened. */
      readonly attempts: OpenJob['attempts'];
    }
  | {
      readonly type: 'inferred';
      readonly key: string;
      readonly level: 2;
      readonly runs: readonly [SeenJob, ...SeenJob[]];
      readonly open: boolean;
    }
  | {
      readonly type: 'run';
      readonly key: string;
      readonly level: 3;
      readonly seen: SeenJob;
      readonly number: number;
      readonly open: boolean;
    }
  | {
      readonly type: 'more-jobs';
      readonly key: string;
      readonly level: 2;
      readonly extractor: string;
      readonly left: number;
    }
  | SectionRow;

/** The jobs of an extractor that are to be shown, and how many of them are not loaded yet. */
export interface JobList {
  readonly jobs: readonly SeenJob[];
  readonly count: number;
  readonly left: number;
}

const NO_JOBS: JobList = { jobs: [], count: 0, left: 0 };

export interface TreeInput {
  readonly state: ExtractionsState;
  /** Extractors to show, in this order. */
  readonly order: readonly string[];
  readonly lists: ReadonlyMap<string, JobList>;
  readonly isOpen: Openness;
  readonly openJobs: ReadonlyMap<string, OpenJob>;
}

const jobRows = ({ openJobs, isOpen }: TreeInput, seen: SeenJob, toldAbove: boolean): TreeRow[] => {
  const { id } = seen.job;
  const open = isOpen(`j:${id}`, false);
  const opened = openJobs.get(id);
  const row: TreeRow = {
    type: 'job',
    key: `j:${id}`,
    level: 2,
    seen,
    open,
    toldAbove,
    attempts: opened?.attempts,
  };
  return open ? [row, ...jobSections(seen, opened, isOpen)] : [row];
};

const runRows = ({ openJobs, isOpen }: TreeInput, seen: SeenJob, number: number): TreeRow[] => {
  const { id } = seen.job;
  const open = isOpen(`r:${id}`, false);
  const row: TreeRow = { type: 'run', key: `r:${id}`, level: 3, seen, number, open };
  return open ? [row, ...jobSections(seen, openJobs.get(id), isOpen)] : [row];
};

/** Runs without a job id share one row: none of them may look like a job somebody could point to. */
const inferredRows = (input: TreeInput, group: Group, runs: readonly SeenJob[]): TreeRow[] => {
  const [first, ...others] = runs;
  if (!first) return [];
  const key = `i:${group.extractor}`;
  const open = input.isOpen(key, false);
  const row: TreeRow = { type: 'inferred', key, level: 2, runs: [first, ...others], open };
  if (!open) return [row];
  return [row, ...runs.flatMap((seen, place) => runRows(input, seen, runs.length - place))];
};

const belowExtractor = (input: TreeInput, group: Group, list: JobList, latestId: string): TreeRow[] => {
  const real = list.jobs.filter(({ job }) => !isInferred(job));
  const inferred = list.jobs.filter(({ job }) => isInferred(job));
  const more: TreeRow = {
    type: 'more-jobs',
    key: `m:${group.extractor}`,
    level: 2,
    extractor: group.extractor,
    left: list.left,
  };
  return [
    { type: 'heads', key: `h:${group.extractor}`, level: 2 },
    ...real.flatMap((seen) => jobRows(input, seen, seen.job.id === latestId)),
    ...inferredRows(input, group, inferred),
    ...(list.left > 0 ? [more] : []),
  ];
};

const extractorRows = (input: TreeInput, group: Group, place: number): TreeRow[] => {
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
    place: place + 1,
    of: input.order.length,
  };
  return open ? [row, ...belowExtractor(input, group, list, latest.job.id)] : [row];
};

/** Everything the tab shows, row after row: what is closed is not in it. */
export const treeRows = (input: TreeInput): TreeRow[] =>
  input.order.flatMap((extractor, place) => {
    const group = input.state.groups.get(extractor);
    return group ? extractorRows(input, group, place) : [];
  });
