import { hash } from 'node:crypto';
import type { ExtractorEventKind, Instant, LinesDropped, LogLevel } from '@pawprint/core';
import {
  BODY_LIMIT_BYTES,
  type MessageProperties,
  type ParsedStatusMessage,
  parseStatusMessage,
  uuidOrNull,
} from '@pawprint/protocol';

/** What either lane brings to be recorded: the reports of one HTTP call, or one delivery. */
export type IncomingReport = LeaseReports | Delivery;

/** What one HTTP call reports under a lease; without reports it only renews the lease. */
export interface LeaseReports {
  readonly jobId: string;
  readonly leaseId: string;
  readonly reports: readonly Report[];
}

/** A report of an instance about the attempt that it has a lease for. */
export interface Report {
  /** Made by the sender: a second report with the same id is the same report again. */
  readonly id: string;
  readonly kind: ExtractorEventKind;
  readonly message: string;
  readonly level?: LogLevel;
  /** 0..1 */
  readonly progress?: number;
  readonly linesDropped?: LinesDropped;
  readonly reportedAt: Instant | null;
  readonly reported: string | null;
  /** RESUBMITTED only: how long the job is held before its next attempt. */
  readonly retryAfterMs?: number;
  readonly confirmsCancel?: boolean;
}

/** A message from RabbitMQ before it is parsed. */
export interface RawDelivery {
  readonly body: Uint8Array;
  /** All AMQP properties, with the headers. */
  readonly properties: MessageProperties;
}

/** A report from RabbitMQ, parsed. */
export interface Delivery extends RawDelivery {
  readonly parsed: ParsedStatusMessage;
  /** The broker delivered it before, or storing it failed before: it may be stored already. */
  readonly redelivered: boolean;
  /** The job that it names, if any, and its id within that job. */
  readonly named: { readonly jobId: string; readonly id: string } | undefined;
}

/** Parses at arrival, while the batch before is still being stored. */
export const parseDelivery = (raw: RawDelivery, redelivered: boolean): Delivery => {
  const { body, properties } = cutToLimit(raw);
  const parsed = parseStatusMessage(raw.body, properties);
  return { body, properties, redelivered, parsed, named: namedJob(parsed, body) };
};

/** Keeps only the beginning of a body that is too long: thousands of deliveries wait in memory at a time. */
export const cutToLimit = ({ body, properties }: RawDelivery): RawDelivery => ({
  properties,
  body: body.byteLength > BODY_LIMIT_BYTES ? Uint8Array.from(body.subarray(0, BODY_LIMIT_BYTES)) : body,
});

const namedJob = (parsed: ParsedStatusMessage, body: Uint8Array): Delivery['named'] => {
  const jobId = parsed.ok ? uuidOrNull(parsed.status.jobId) : null;
  if (!parsed.ok || jobId === null) return undefined;
  return { jobId, id: parsed.status.reportId ?? contentId(jobId, body) };
};

/**
 * The id of a report without one: a UUIDv5 of its bytes in the namespace of its job, so that a repeated report has the
 * same id. (The uuid library computes the same, but takes four times as long, and this runs for every report.)
 *
 * @param jobId a UUID
 */
export const contentId = (jobId: string, body: Uint8Array): string => {
  const namespace = Buffer.from(jobId.replaceAll('-', ''), 'hex');
  const hex = hash('sha1', Buffer.concat([namespace, body]), 'hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};
