import type { ExtractorEventKind } from '@pawprint/core';

/** The members of pyClowder's StatusMessage, by the names they have on the wire. */
export type StatusMember = 'start' | 'processing' | 'done' | 'skip' | 'error' | 'retry';

/** The kinds a status message can report: all of an extractor's, and that a job was submitted (older clients). */
export type ReportedKind = ExtractorEventKind | 'SUBMITTED';

const KIND_OF_MEMBER: Readonly<Record<StatusMember, ReportedKind>> = {
  start: 'STARTED',
  processing: 'PROCESSING',
  done: 'SUCCEEDED',
  skip: 'SKIPPED',
  error: 'ERROR',
  retry: 'RESUBMITTED',
};
const MEMBERS: ReadonlyMap<string, ReportedKind> = new Map(Object.entries(KIND_OF_MEMBER));

/** The values of the members, which other clients write instead. */
const VALUES: ReadonlyMap<string, ReportedKind> = new Map<string, ReportedKind>([
  ['STARTED', 'STARTED'],
  ['PROCESSING', 'PROCESSING'],
  ['SUCCEEDED', 'SUCCEEDED'],
  ['DONE', 'SUCCEEDED'],
  ['SKIPPED', 'SKIPPED'],
  ['ERROR', 'ERROR'],
  ['RESUBMITTED', 'RESUBMITTED'],
  ['SUBMITTED', 'SUBMITTED'],
]);

/** Whole texts by which old extractors report a kind. */
const SENTENCES: ReadonlyMap<string, ReportedKind> = new Map<string, ReportedKind>([
  ...MEMBERS,
  ...[...VALUES].map(([word, kind]): [string, ReportedKind] => [word.toLowerCase(), kind]),
  ['started processing', 'STARTED'],
  ['done processing', 'SUCCEEDED'],
]);

const MEMBER_PREFIX = /^\s*StatusMessage\.([a-z]+)\s*(?::\s*|$)/i;
const VALUE_PREFIX = /^\s*([A-Z]+):\s*/;

/** A status text split into its kind and the rest. */
export interface ReadStatus {
  /** Undefined if the text names no kind, as a line of progress does. */
  readonly kind: ReportedKind | undefined;
  readonly text: string;
}

const prefixed = (
  status: string,
  prefix: RegExp,
  kindOf: (word: string) => ReportedKind | undefined,
): ReadStatus | undefined => {
  const found = prefix.exec(status);
  const kind = found?.[1] === undefined ? undefined : kindOf(found[1]);
  return found === null || kind === undefined ? undefined : { kind, text: status.slice(found[0].length) };
};

/** `50% done` is progress: a kind is read only from a whole text or from before a colon. */
export const readStatus = (status: string): ReadStatus =>
  prefixed(status, MEMBER_PREFIX, (word) => MEMBERS.get(word.toLowerCase())) ??
  prefixed(status, VALUE_PREFIX, (word) => VALUES.get(word)) ?? {
    kind: status.length > 40 ? undefined : SENTENCES.get(status.trim().replace(/\.$/, '').toLowerCase()),
    text: status,
  };

/** What pyClowder before 2.3 reports before it puts a message back into its queue, and what before it gives it up. */
const RESUBMITTING = /^Resubmitting message \(attempt #\d+\)$/;
const GIVING_UP = /^Error processing message\.?$/;

/** A kind, and whether the report belongs to the ERROR reported just before. */
interface KindAfterError {
  readonly kind: ReportedKind;
  readonly followsError: boolean;
}

/** pyClowder before 2.3 reports each failure as ERROR, and then in a second report what it does about it. */
export const readAfterError = (kind: ReportedKind, message: string): KindAfterError => {
  if (kind === 'PROCESSING' && RESUBMITTING.test(message)) return { kind: 'RESUBMITTED', followsError: true };
  return { kind, followsError: kind === 'ERROR' && GIVING_UP.test(message) };
};

/** `message_type` is a member or a value, with or without the enum's name before it. */
export const readMessageType = (type: unknown): ReportedKind | undefined => {
  if (typeof type !== 'string' || type.length > 40) return undefined;
  const word = type.trim().replace(/^StatusMessage\./i, '');
  return MEMBERS.get(word.toLowerCase()) ?? VALUES.get(word.toUpperCase());
};
