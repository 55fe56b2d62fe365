import { type JobProgress, type ReasonCode, WAITING_STATES } from './job.ts';

/** `unroutable`: it waits, and could not be sent to its extractor. */
export const FAILURE_KINDS = ['failed', 'lost', 'stalled', 'unroutable'] as const;
export type FailureKind = (typeof FAILURE_KINDS)[number];

/** What is wrong with a job that somebody should look at. */
export interface JobFailure {
  readonly kind: FailureKind;
  /** The error or reason as it was given. */
  readonly text: string;
  /** Equal for jobs with the same cause. */
  readonly fingerprint: string;
}

/** Null where nothing is wrong, and where the job was resubmitted: the new job counts instead. */
export const failureOf = (progress: JobProgress): JobFailure | null => {
  const kind = kindOf(progress);
  if (kind === null || progress.resubmittedAs.length > 0) return null;
  const { error, reason, latest } = progress;
  if (kind === 'failed' && error)
    return { kind, text: error.message, fingerprint: fingerprintOf(error.message) };
  // Sentences of the server contain times and numbers of instances; their codes do not.
  if (reason) return { kind, text: reason.text, fingerprint: reason.code };
  const text = error?.message ?? latest?.message ?? '';
  return { kind, text, fingerprint: fingerprintOf(text) };
};

const kindOf = ({ state, flags, reason }: JobProgress): FailureKind | null => {
  if (state === 'FAILED') return 'failed';
  if (state === 'LOST') return 'lost';
  if (state === 'RUNNING' && flags.has('stalled')) return 'stalled';
  return WAITING_STATES.includes(state) && reason !== null && UNROUTABLE.includes(reason.code)
    ? 'unroutable'
    : null;
};

const UNROUTABLE: readonly ReasonCode[] = ['queue_missing', 'dispatch_failed', 'message_vanished'];

/**
 * The line of an error that says what happened, with the parts masked that differ from job to job: numbers, ids, paths,
 * addresses and quoted names. The fingerprint of a fingerprint is the same text.
 */
export const fingerprintOf = (error: string): string => {
  let fingerprint = maskLine(error);
  // A mask can end a word beside it, which makes another part recognizable.
  for (let next = maskLine(fingerprint); next !== fingerprint; next = maskLine(fingerprint))
    fingerprint = next;
  return fingerprint;
};

const MOST_CHARACTERS = 300;
/** Of a line that is masked. Masking a line of a megabyte would take seconds. */
const MOST_READ = 2_000;

const maskLine = (error: string): string =>
  summarizeError(error)
    .slice(0, MOST_READ)
    .replace(VARIABLE, maskOf)
    .replaceAll(/\s+/g, ' ')
    .slice(0, MOST_CHARACTERS)
    .trim();

/**
 * The line of an error that says what happened, without pyClowder's number of the attempt. Of a traceback of Python that
 * is the last line, of any other text the first.
 */
export const summarizeError = (error: string): string => {
  const lines = error
    .split(/[\r\n]+/)
    .map((line) => line.trim().replace(ATTEMPT, ''))
    .filter((line) => line !== '');
  const isTraceback = lines.some((line) => line.startsWith('Traceback (most recent call last)'));
  return lines.at(isTraceback ? -1 : 0) ?? '';
};

/** pyClowder writes the number of the attempt before the error. */
const ATTEMPT = /^(?:\(#\d+\)\s*)+/;

/** In the order in which they are tried at each place: a number within a path is part of the path. */
const PARTS = {
  address: /[a-z][a-z0-9+.-]*:\/\/[^\s"'<>]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/u,
  name: /"[^"]*"|`[^`]*`|“[^”]*”|‘[^’]*’|(?<![\p{L}\p{N}])'[^']*'(?![\p{L}\p{N}])/u,
  path: /(?<![\w>)\]/\\])(?:~|\.{1,2}|[a-z]:)?[\\/][^\s"'`<>|,;:()[\]{}]+|\b[\w.-]+(?:[\\/][\w.-]+)*[\\/][\w-]+\.\w{1,8}\b/u,
  n: /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b0x[0-9a-f]+\b|\b(?=[a-f]*\d)[0-9a-f]{8,}\b|\d+(?:[.,]\d+)*(?:e[+-]?\d+)?/u,
} as const;

const VARIABLE = new RegExp(
  Object.entries(PARTS)
    .map(([name, part]) => `(?<${name}>${part.source})`)
    .join('|'),
  'giu',
);

const maskOf = (...match: readonly unknown[]): string => {
  const groups = match.at(-1) as Readonly<Record<string, string | undefined>>;
  return `<${Object.keys(PARTS).find((name) => groups[name] !== undefined) ?? 'n'}>`;
};
