import { LOG_LEVELS, type LogLevel } from '@pawprint/core';
import { LinesDropped } from '../jobs/job.ts';
import {
  cutText,
  type MessageProperties,
  messageText,
  textOrNull,
  uuidOrNull,
} from './message-properties.ts';
import { HEADERS } from './names.ts';
import { type Fields, readBody, type UnusableMessage, unusable } from './read-body.ts';
import {
  type ReadStatus,
  type ReportedKind,
  readAfterError,
  readMessageType,
  readStatus,
  type StatusMember,
} from './reported-kind.ts';

/** A status report from RabbitMQ, in one shape whichever client wrote it. */
export interface StatusMessage {
  readonly kind: ReportedKind;
  /** At most 20,000 characters, followed by a mark with the number of characters that were cut. */
  readonly message: string;
  /** The extractor's own name. */
  readonly extractor: string;
  /** The id of its resource, or of a file within that. */
  readonly fileId: string | null;
  readonly jobId: string | null;
  /** The sender's time as it was written: pyClowder's has a wrong offset in many zones. */
  readonly reported: string | null;
  /** The same in milliseconds; null unless it can be trusted (written in UTC, or by our SDK). */
  readonly reportedAt: number | null;
  /** The report's own id; only our SDK sends one. */
  readonly reportId: string | null;
  /** The correlation id of the message it answers: the job's id if the message is from this server. */
  readonly correlationId: string | null;
  readonly instanceId: string | null;
  readonly extractorVersion: string | null;
  readonly attempt: number | null;
  readonly level?: LogLevel;
  /** 0..1 */
  readonly progress?: number;
  readonly linesDropped?: LinesDropped;
  readonly confirmsCancel?: true;
  /** It belongs to the ERROR that the same extractor reported just before (pyClowder before 2.3). */
  readonly followsError?: true;
}

export type ParsedStatusMessage = { readonly ok: true; readonly status: StatusMessage } | UnusableMessage;

/**
 * Reads a status message of pyClowder in any of its versions, of clients that imitate it, or of our SDK. Never
 * throws: any bytes and any properties give either the report or the reason why they are unusable.
 */
export const parseStatusMessage = (body: Uint8Array, properties: MessageProperties): ParsedStatusMessage => {
  const read = readBody(body);
  if (!read.ok) return read;
  return findProblem(read.fields) ?? { ok: true, status: readStatusMessage(read.fields, properties) };
};

const findProblem = ({ extractor_id, job_id, status, message_type, message }: Fields) => {
  if (textOrNull(extractor_id, NAME_LIMIT) === null)
    return unusable('no_extractor', 'extractor_id is missing or no text');
  if (job_id !== undefined && job_id !== null && typeof job_id !== 'string')
    return unusable('malformed_job_id', `job_id is no text but ${typeof job_id}`);
  if ([status, message_type, message].every((field) => messageText(field) === undefined))
    return unusable('says_nothing', 'none of status, message_type and message says anything');
  return undefined;
};

const readStatusMessage = (fields: Fields, properties: MessageProperties): StatusMessage => {
  const text = messageText(fields.status);
  const status = text === undefined ? NO_STATUS : readStatus(text);
  const message = cutText(messageText(fields.message) ?? status.text);
  const said = readMessageType(fields.message_type) ?? status.kind ?? 'PROCESSING';
  const { kind, followsError } = readAfterError(said, message);
  const start = textOrNull(fields.start, 64);
  return {
    message,
    extractor: textOrNull(fields.extractor_id, NAME_LIMIT) ?? '',
    fileId: textOrNull(fields.file_id, NAME_LIMIT),
    jobId: textOrNull(fields.job_id, NAME_LIMIT),
    reported: start,
    reportedAt: reportedAtOf(start, properties),
    reportId: uuidOrNull(properties.messageId),
    correlationId: uuidOrNull(properties.correlationId),
    ...readSender(kind, properties.headers ?? NO_HEADERS),
    ...(followsError ? ({ followsError } as const) : {}),
  };
};

type Headers = Readonly<Record<string, unknown>>;

const NAME_LIMIT = 255;
const WRITTEN_IN_UTC = /(?:Z|[+-]00:?00)$/;
/** The year 9999: later times are written in a form that many programs cannot read. */
const LAST_TIME = 253_402_300_799_999;
const NO_STATUS: ReadStatus = { kind: undefined, text: '' };

const timeIn = (start: string): number | null => {
  const at = WRITTEN_IN_UTC.test(start) ? Date.parse(start) : Number.NaN;
  return at > 0 && at <= LAST_TIME ? at : null;
};

/** The last result is cached: many reports have the same second, and parsing `-00:00` takes longer than all else. */
let latest: { readonly start: string; readonly at: number | null } = { start: '', at: null };

const reportedAtOf = (start: string | null, { timestamp }: MessageProperties): number | null => {
  if (typeof timestamp === 'number' && timestamp > 0 && timestamp < 1e11) return timestamp * 1_000;
  if (start === null) return null;
  if (latest.start !== start) latest = { start, at: timeIn(start) };
  return latest.at;
};

const attemptOf = (value: unknown): number | null =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value < 2 ** 31 ? value : null;

const levelOf = (value: unknown): { level?: LogLevel } => {
  const level = LOG_LEVELS.find((each) => each === value);
  return level === undefined ? {} : { level };
};

const progressOf = (value: unknown): { progress?: number } => {
  const progress = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof progress === 'number' && progress >= 0 && progress <= 1 ? { progress } : {};
};

const droppedOf = ({ [HEADERS.linesDropped]: json }: Headers): { linesDropped?: LinesDropped } => {
  if (typeof json !== 'string' || json.length > 500) return {};
  try {
    const { data } = LinesDropped.safeParse(JSON.parse(json));
    return data === undefined ? {} : { linesDropped: data };
  } catch {
    return {};
  }
};

const NO_HEADERS: Headers = {};
const UNNAMED_SENDER = { instanceId: null, extractorVersion: null, attempt: null } as const;

/** Our SDK names LOG and PROGRESS in a header; servers that do not know it read PROCESSING. */
const finerKind = (kind: ReportedKind, headers: Headers) => {
  const finer = headers[HEADERS.kind];
  if (kind !== 'PROCESSING') return { kind };
  if (finer === 'LOG')
    return { kind: finer, ...levelOf(headers[HEADERS.level]), ...droppedOf(headers) } as const;
  if (finer === 'PROGRESS') return { kind: finer, ...progressOf(headers[HEADERS.progress]) } as const;
  return { kind };
};

const readHeaders = (kind: ReportedKind, headers: Headers) => ({
  ...finerKind(kind, headers),
  instanceId: textOrNull(headers[HEADERS.instance], 128),
  extractorVersion: textOrNull(headers[HEADERS.version], 64),
  attempt: attemptOf(headers[HEADERS.attempt]),
  ...(headers[HEADERS.cancelled] === 'true' ? ({ confirmsCancel: true } as const) : {}),
});

/** pyClowder sends no headers at all. */
const readSender = (kind: ReportedKind, headers: Headers) =>
  Object.keys(headers).length === 0 ? { kind, ...UNNAMED_SENDER } : readHeaders(kind, headers);

/** What an extractor sends to a message's `reply_to`: pyClowder's report, field by field. */
export interface StatusBody {
  /** Id of the file, or of the dataset for a job about a dataset. */
  readonly file_id: string;
  readonly extractor_id: string;
  /** Null where the message named no job. */
  readonly job_id: string | null;
  /** `StatusMessage.<member>: <message>` */
  readonly status: string;
  /** When it was reported, in whole seconds with an offset: Clowder v1 reads no other form. */
  readonly start: string;
  /** `StatusMessage.<member>` */
  readonly message_type: string;
  readonly message: string;
}

export interface StatusInput {
  readonly resourceId: string;
  readonly extractor: string;
  readonly jobId: string | null;
  readonly member: StatusMember;
  readonly message: string;
  readonly at: Date;
}

const wholeSeconds = (at: Date): string => `${at.toISOString().slice(0, 19)}+00:00`;

export const statusBody = (input: StatusInput): StatusBody => {
  const message_type = `StatusMessage.${input.member}`;
  return {
    file_id: input.resourceId,
    extractor_id: input.extractor,
    job_id: input.jobId,
    status: `${message_type}: ${input.message}`,
    start: wholeSeconds(input.at),
    message_type,
    message: input.message,
  };
};
