import { matchesFileType, matchesPattern } from './patterns.ts';

export const DATASET_OPERATIONS = ['file.added', 'files.added', 'file.removed'] as const;
export type DatasetOperation = (typeof DATASET_OPERATIONS)[number];

export const METADATA_OPERATIONS = [
  'added.file',
  'added.dataset',
  'removed.file',
  'removed.dataset',
] as const;
export type MetadataOperation = (typeof METADATA_OPERATIONS)[number];

/** A change to the data that extractors can get jobs for. */
export type DataChange = {
  /** The extractor that made the change; null where a person did. */
  readonly writtenBy: string | null;
} & (
  | { readonly subject: 'file'; readonly mimeType: string }
  | { readonly subject: 'dataset'; readonly operation: DatasetOperation }
  | { readonly subject: 'metadata'; readonly operation: MetadataOperation }
);

/** Which changes an extractor wants jobs for: the `process` object of its heartbeat or registration. */
export interface Subscription {
  /** MIME patterns. */
  readonly file: readonly string[];
  /** Patterns over dataset operations: `file.added`, `*.added`, `*`. */
  readonly dataset: readonly string[];
  /** Patterns over metadata operations: `added.file`, `removed.*`. */
  readonly metadata: readonly string[];
}

/** What selecting needs to know of an extractor. */
export interface ExtractorCandidate {
  /** Unique among the candidates. Spaces refer to it by this name. */
  readonly name: string;
  /** On this server; a space can differ. */
  readonly enabled: boolean;
  /** The user a private extractor belongs to; null for a public one. */
  readonly owner: string | null;
  readonly subscription: Subscription;
}

/** The extractors that one space switches on or off, by name. */
export interface SpaceChoices {
  readonly enabled: readonly string[];
  readonly disabled: readonly string[];
}

/** Who made the change, and in which spaces the dataset is. */
export interface SelectionContext {
  /** The user who made the change; null if no user did. */
  readonly submittedBy: string | null;
  readonly spaces: readonly SpaceChoices[];
}

/** The extractors that get a job for a change, in the order given. */
export const selectExtractors = <Candidate extends ExtractorCandidate>(
  change: DataChange,
  candidates: readonly Candidate[],
  { submittedBy, spaces }: SelectionContext,
): readonly Candidate[] =>
  candidates.filter(
    (candidate) =>
      isOn(candidate, spaces) &&
      isAllowed(candidate, submittedBy) &&
      !madeItself(candidate, change) &&
      wantsChange(candidate.subscription, change),
  );

/** Whether any of an extractor's patterns covers the change. */
export const wantsChange = (subscription: Subscription, change: DataChange): boolean =>
  change.subject === 'file'
    ? subscription.file.some((pattern) => matchesFileType(pattern, change.mimeType))
    : subscription[change.subject].some((pattern) => matchesPattern(pattern, change.operation));

/** A space that enables wins over one that disables, and both over the server's own setting. */
const isOn = ({ name, enabled }: ExtractorCandidate, spaces: readonly SpaceChoices[]): boolean =>
  spaces.some((space) => space.enabled.includes(name)) ||
  (enabled && !spaces.some((space) => space.disabled.includes(name)));

const isAllowed = ({ owner }: ExtractorCandidate, submittedBy: string | null): boolean =>
  owner === null || owner === submittedBy;

/** A file or metadata that an extractor made itself gives it no job, or it would run for ever. */
const madeItself = ({ name }: ExtractorCandidate, { writtenBy }: DataChange): boolean => writtenBy === name;
