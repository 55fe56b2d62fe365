import { hash } from 'node:crypto';
import type { ExtractorEventKind, Instant, LogLevel } from '@pawprint/core';
import {
  BODY_LIMIT_BYTES,
  type MessageProperties,
  type ParsedStatusMessage,
  parseStatusMessage,
  uuidOrNull,
} from '@pawprint/protocol';

/** What an instance says about the attempt it holds a lease for. */
export interface Report {
  /** The sender's own: the same id again is the same report again. */
  readonly id: string;
  readonly kind: ExtractorEventKind;
  readonly message: string;
  readonly level?: LogLevel;
  /** 0..1 */
  readonly progress?: number;
  readonly reportedAt: Instant | null;
  readonly reported: string | null;
  /** RESUBMITTED only: not to be handed out again before so long. */
  readonly retryAfterMs?: number;
  readonly confirmsCancel?: boolean;
}

/** What a lease holder reports in one HTTP call; without reports it only renews its lease. */
export interface LeaseReports {
  readonly jobId: string;
  readonly leaseId: string;
  readonly reports: readonly Report[];
}

/** What came over RabbitMQ, before anybody has made sense of it. */
export interface RawDelivery {
  readonly body: Uint8Array;
  /** All AMQP properties, headers among them. */
  readonly properties: MessageProperties;
}

/** A report as it was delivered. */
export interface Delivery extends RawDelivery {
  readonly parsed: ParsedStatusMessage;
  /** It has been delivered, or was to be stored, before, and nobody knows what became of it. */
  readonly redelivered: boolean;
  /** The job it names, if any, and what it is known by there: worked out while the batch before it is stored. */
  readonly named: { readonly jobId: string; readonly id: string } | undefined;
}

const namedIn = (parsed: ParsedStatusMessage, body: Uint8Array): Delivery['named'] => {
  const jobId = parsed.ok ? uuidOrNull(parsed.status.jobId) : null;
  if (!parsed.ok || jobId === null) return undefined;
  return { jobId, id: parsed.status.reportId ?? contentId(jobId, body) };
};

/** What either lane brings to be recorded: the reports of one HTTP call, or one delivery. */
export type IncomingReport = LeaseReports | Delivery;

/** Of a body beyond all measure only the beginning is kept: thousands wait in memory at a time. */
export const cutToLimit = ({ body, properties }: RawDelivery): RawDelivery => ({
  properties,
  body: body.byteLength > BODY_LIMIT_BYTES ? Uint8Array.from(body.subarray(0, BODY_LIMIT_BYTES)) : body,
});

export const parseDelivery = (raw: RawDelivery, redelivered: boolean): Delivery => {
  const { body, properties } = cutToLimit(raw);
  const parsed = parseStatusMessage(raw.body, properties);
  return { body, properties, redelivered, parsed, named: namedIn(parsed, body) };
};

/**
 * A UUIDv5 of what was reported within a job: the same bytes about the same job have the same id, whenever they come.
 * (The library's is right too, but takes four times as long, for every report.)
 *
 * @param jobId a UUID
 */
export const contentId = (jobId: string, body: Uint8Array): string => {
  const namespace = Buffer.from(jobId.replaceAll('-', ''), 'hex');
  const hex = hash('sha1', Buffer.concat([namespace, body]), 'hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};
