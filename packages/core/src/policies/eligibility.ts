import { isTerminal, type JobFlag, type JobState } from '../job/job.ts';

/** Why an act on many jobs or files leaves one of them out. */
export const INELIGIBILITIES = [
  'not_found',
  'forbidden',
  'already_ended',
  'cancel_requested',
  'not_ended',
  'already_resubmitted',
  'newer_job',
  'resource_deleted',
  'extractor_unavailable',
  'already_done',
  'version_unknown',
  'job_open',
  'other_type',
  'own_output',
  'no_outputs',
] as const;
export type Ineligibility = (typeof INELIGIBILITIES)[number];

interface CancellableJob {
  readonly state: JobState;
  readonly flags: readonly JobFlag[];
}

/** Undefined: the job can be cancelled. */
export const checkCancel = ({ state, flags }: CancellableJob): Ineligibility | undefined => {
  if (isTerminal(state)) return 'already_ended';
  return flags.includes('cancel_requested') ? 'cancel_requested' : undefined;
};

interface ResubmittableJob {
  readonly state: JobState;
  readonly isResubmitted: boolean;
  /** The extractor has a newer job on the same file or dataset. */
  readonly hasNewerJob: boolean;
  /** The file or dataset was not deleted. */
  readonly resourceExists: boolean;
  /** The extractor is enabled, and not another person's. */
  readonly isExtractorAvailable: boolean;
}

/**
 * Undefined: the job can be one of many that are resubmitted. A job that was resubmitted before is left out, because the
 * newer one stands for it: asking twice submits nothing twice.
 *
 * @param latestOnly any newer job of the extractor stands for it, as on pages that show only the latest one
 */
export const checkResubmit = (job: ResubmittableJob, latestOnly = false): Ineligibility | undefined => {
  if (!isTerminal(job.state)) return 'not_ended';
  if (job.isResubmitted) return 'already_resubmitted';
  if (latestOnly && job.hasNewerJob) return 'newer_job';
  if (!job.resourceExists) return 'resource_deleted';
  return job.isExtractorAvailable ? undefined : 'extractor_unavailable';
};

interface JobWithOutputs {
  readonly state: JobState;
  /** Something that it made is left. */
  readonly hasOutputs: boolean;
}

/** Undefined: what the job made can be removed. One that has not ended could make the same again at once. */
export const checkRemoveOutputs = ({ state, hasOutputs }: JobWithOutputs): Ineligibility | undefined => {
  if (!isTerminal(state)) return 'not_ended';
  return hasOutputs ? undefined : 'no_outputs';
};

interface PossiblyMissing {
  /** The extractor's triggers match the type of the file. */
  readonly isWanted: boolean;
  /** The extractor itself made the file: a job on it would make the next one, without end. */
  readonly isOwnOutput: boolean;
  readonly hasOpenJob: boolean;
  /** The versions of the extractor that have done the file; null stands for an unknown one. */
  readonly doneBy: readonly (string | null)[];
}

/** Which versions of the extractor count. */
export interface VersionChoice {
  /** What an older version did does not count. */
  readonly sinceVersion?: string | undefined;
  /** What an unknown version did does not count either. */
  readonly includeUnknown?: boolean | undefined;
}

/** Undefined: the extractor has not done the file, and should. */
export const checkMissing = (
  file: PossiblyMissing,
  { sinceVersion, includeUnknown = false }: VersionChoice,
): Ineligibility | undefined => {
  if (!file.isWanted) return 'other_type';
  if (file.isOwnOutput) return 'own_output';
  if (file.doneBy.some((version) => isRecent(version, sinceVersion))) return 'already_done';
  if (file.hasOpenJob) return 'job_open';
  return file.doneBy.includes(null) && !includeUnknown ? 'version_unknown' : undefined;
};

const isRecent = (version: string | null, since: string | undefined): boolean =>
  since === undefined || (version !== null && compareVersions(version, since) >= 0);

/**
 * Negative where the first version is the older one. Numbers within versions are compared as numbers, so that 2.10 follows
 * 2.9, and 2.0 equals 2. A suffix after a hyphen makes a version older, as in semantic versioning: 2.0-rc1 precedes 2.0.
 */
export const compareVersions = (one: string, other: string): number => {
  const [first, second] = [parseVersion(one), parseVersion(other)];
  return (
    compareParts(first.release, second.release) ||
    Number(first.suffix === '') - Number(second.suffix === '') ||
    compareParts(partsOf(first.suffix), partsOf(second.suffix))
  );
};

const parseVersion = (version: string): { readonly release: readonly Part[]; readonly suffix: string } => {
  const [release = '', ...suffix] = version
    .trim()
    .replace(/^v(?=\d)/i, '')
    .replace(/\+.*$/s, '')
    .split('-');
  return { release: partsOf(release), suffix: suffix.join('-') };
};

type Part = string | number;

const partsOf = (text: string): readonly Part[] =>
  (text.toLowerCase().match(/\d+|[^\d.]+/g) ?? []).map((part) => (/^\d/.test(part) ? Number(part) : part));

const compareParts = (one: readonly Part[], other: readonly Part[]): number => {
  for (let at = 0; at < Math.max(one.length, other.length); at++) {
    const order = comparePart(one[at] ?? 0, other[at] ?? 0);
    if (order !== 0) return order;
  }
  return 0;
};

/** Words precede numbers: 2.beta is older than 2.0. */
const comparePart = (one: Part, other: Part): number => {
  if (typeof one === typeof other) return Number(one > other) - Number(one < other);
  return typeof one === 'string' ? -1 : 1;
};
