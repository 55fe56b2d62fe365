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
  /** On this server. Where it is off, no space switches it on. */
  readonly enabled: boolean;
  /** The user a private extractor belongs to; null for a public one. */
  readonly owner: string | null;
  readonly subscription: Subscription;
}

/**
 * The extractors that one space switches on or off for the data in it, by name. A private extractor is among those
 * switched on only where it is shared with the space.
 */
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
      candidate.enabled &&
      !isOffInSpaces(candidate.name, spaces) &&
      isAllowed(candidate, submittedBy, spaces) &&
      !madeItself(candidate, change) &&
      wantsChange(candidate.subscription, change),
  );

/** Whether any of an extractor's patterns covers the change. */
export const wantsChange = (subscription: Subscription, change: DataChange): boolean =>
  change.subject === 'file'
    ? subscription.file.some((pattern) => matchesFileType(pattern, change.mimeType))
    : subscription[change.subject].some((pattern) => matchesPattern(pattern, change.operation));

/** Of the spaces that data is in, one that switches an extractor on wins over those that switch it off. */
export const isOffInSpaces = (name: string, spaces: readonly SpaceChoices[]): boolean =>
  spaces.some(({ disabled }) => disabled.includes(name)) && !isOnInSpace(name, spaces);

const isOnInSpace = (name: string, spaces: readonly SpaceChoices[]): boolean =>
  spaces.some(({ enabled }) => enabled.includes(name));

/** A private extractor gets what its owner changes, and what is in a space that has switched it on. */
const isAllowed = (
  { name, owner }: ExtractorCandidate,
  submittedBy: string | null,
  spaces: readonly SpaceChoices[],
): boolean => owner === null || owner === submittedBy || isOnInSpace(name, spaces);

/** A file or metadata that an extractor made itself gives it no job, or it would run for ever. */
const madeItself = ({ name }: ExtractorCandidate, { writtenBy }: DataChange): boolean => writtenBy === name;
