import { HEADERS, type StatusMember, type StatusReport, statusBody } from '@pawprint/protocol';
import { v7 as uuid } from 'uuid';
import type { Instance } from '../../instance/instance.ts';
import type { OutgoingMessage } from './outbox.ts';

/** What every report about one delivery says. */
export interface ReportingFacts {
  /** Queue of whoever waits for reports. */
  readonly replyTo: string;
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

/** Clowder shows the text and nothing else: it says what the headers say where the handler said nothing. */
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
      messageId: report.id,
      timestamp: Math.floor(at.getTime() / 1000),
      headers: headersOf(report, facts),
      ...(correlationId === undefined ? {} : { correlationId }),
    },
  };
};

/** A report as pyClowder says it, the rest of it in headers: one message, or two, since it calls a skipped job done. */
export const statusMessages = (report: StatusReport, facts: ReportingFacts): OutgoingMessage[] => {
  const message = messageOf(report, facts, MEMBERS[report.kind], textOf(report));
  if (report.kind !== 'SKIPPED') return [message];
  return [message, messageOf({ ...report, id: uuid() }, facts, 'done', DONE)];
};
