import { hostname } from 'node:os';
import type { OutgoingMessage } from '@pawprint/amqp';
import {
  errorQueueOf,
  HEADERS,
  HEARTBEAT_EXCHANGE,
  type HeartbeatInput,
  heartbeatBody,
  type StatusMember,
  type StatusReport,
  statusBody,
} from '@pawprint/protocol';
import type { Options } from 'amqplib';
import { v7 as uuid } from 'uuid';
import type { Instance } from '../lane.ts';
import type { Delivery } from './consumer.ts';

/** What all reports about one delivery have in common. */
export interface ReportingFacts {
  /** The queue for reports. */
  readonly replyTo: string;
  /** The queue outlives every server, so that it is only away for a while where the broker does not find it. */
  readonly isLasting: boolean;
  readonly correlationId: string | undefined;
  readonly resourceId: string;
  /** Null where the message named no job. */
  readonly jobId: string | null;
  /** Undefined where it can't be known. */
  readonly attempt: number | undefined;
  readonly instance: Instance;
}

const MEMBERS = {
  STARTED: 'start',
  PROCESSING: 'processing',
  LOG: 'processing',
  PROGRESS: 'processing',
  SUCCEEDED: 'done',
  SKIPPED: 'skip',
  ERROR: 'error',
  RESUBMITTED: 'retry',
} as const satisfies Record<StatusReport['kind'], StatusMember>;

const DONE = 'Done processing.';

/** Clowder v1 shows the text and no headers: without a message of the handler's own, the text repeats a header. */
const textOf = ({ kind, message, progress }: StatusReport): string => {
  if (message) return message;
  if (kind === 'PROGRESS') return `${Math.round((progress ?? 0) * 100)}%`;
  return kind === 'SUCCEEDED' ? DONE : '';
};

const headersOf = (report: StatusReport, { instance, attempt }: ReportingFacts): Record<string, unknown> => ({
  [HEADERS.instance]: instance.id,
  [HEADERS.version]: instance.version,
  ...(attempt === undefined ? {} : { [HEADERS.attempt]: attempt }),
  ...(MEMBERS[report.kind] === 'processing' ? { [HEADERS.kind]: report.kind } : {}),
  ...(report.level ? { [HEADERS.level]: report.level } : {}),
  ...(report.progress === undefined ? {} : { [HEADERS.progress]: String(report.progress) }),
  ...(report.lines_dropped ? { [HEADERS.linesDropped]: JSON.stringify(report.lines_dropped) } : {}),
  ...(report.cancelled ? { [HEADERS.cancelled]: 'true' } : {}),
});

const messageOf = (
  report: StatusReport,
  facts: ReportingFacts,
  member: StatusMember,
  message: string,
): OutgoingMessage => {
  const at = new Date(report.reported_at ?? Date.now());
  const { resourceId, jobId, correlationId, instance } = facts;
  const body = statusBody({ resourceId, extractor: instance.extractor, jobId, member, message, at });
  return {
    exchange: '',
    routingKey: facts.replyTo,
    content: Buffer.from(JSON.stringify(body)),
    options: {
      contentType: 'application/json',
      persistent: true,
      // Where the broker has no such queue, or not while a node is down, it would drop the report and confirm it.
      ...(facts.isLasting && { mandatory: true }),
      messageId: report.id,
      timestamp: Math.floor(at.getTime() / 1000),
      headers: headersOf(report, facts),
      ...(correlationId === undefined ? {} : { correlationId }),
    },
  };
};

/**
 * A report in pyClowder's JSON, with the rest of it in headers. A skipped job takes two messages: pyClowder reports that
 * it is done, too.
 */
export const statusMessages = (report: StatusReport, facts: ReportingFacts): OutgoingMessage[] => {
  const message = messageOf(report, facts, MEMBERS[report.kind], textOf(report));
  if (report.kind !== 'SKIPPED') return [message];
  return [message, messageOf({ ...report, id: uuid() }, facts, 'done', DONE)];
};

/** The properties that a later reader of the message needs: where to report to, and which job it belongs to. */
const propertiesOf = ({ properties }: Delivery): Options.Publish => {
  const { contentType, contentEncoding, replyTo, correlationId, messageId, appId, type } = properties;
  const kept = { contentType, contentEncoding, replyTo, correlationId, messageId, appId, type };
  return {
    ...Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined)),
    headers: { ...properties.headers },
    persistent: true,
  };
};

/** The message for another try. It keeps the properties, unlike pyClowder's, since they say which job it belongs to. */
export const retryOf = (
  queue: string,
  delivery: Delivery,
  body: Record<string, unknown>,
): OutgoingMessage => ({
  exchange: '',
  routingKey: queue,
  content: Buffer.from(JSON.stringify(body)),
  options: propertiesOf(delivery),
});

/** An unchanged copy of the message, for the queue in which people look for what went wrong. */
export const errorCopyOf = (queue: string, delivery: Delivery, reason: string): OutgoingMessage => {
  const options = propertiesOf(delivery);
  return {
    exchange: '',
    routingKey: errorQueueOf(queue),
    content: delivery.content,
    options: { ...options, headers: { ...options.headers, [HEADERS.reason]: reason } },
  };
};

/** PyClowder's heartbeat, with the interval and whether the instance stops in headers. */
export const heartbeatMessage = (
  facts: HeartbeatInput,
  intervalMs: number,
  what: 'alive' | 'stopping',
): OutgoingMessage => ({
  exchange: HEARTBEAT_EXCHANGE,
  routingKey: '',
  content: Buffer.from(JSON.stringify(heartbeatBody(facts))),
  options: {
    contentType: 'application/json',
    headers: {
      [HEADERS.version]: facts.info.version,
      [HEADERS.host]: hostname().slice(0, 255),
      [HEADERS.interval]: intervalMs,
      ...(what === 'stopping' && { [HEADERS.stopping]: 'true' }),
    },
  },
});
