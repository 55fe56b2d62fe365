import type { StatusReport } from '@pawprint/protocol';
import { createRedactor, type InstanceLog, redactedLog } from '../../instance-log.ts';
import type { ReportDraft } from '../../reports/report-queue.ts';
import { createRetryingClient } from '../../retrying-client.ts';
import type { RabbitSettings } from '../../settings.ts';
import type { Timings } from '../../timings.ts';
import type { Assignment, Instance } from '../lane.ts';
import type { RunningJobs } from '../running-jobs.ts';
import { clowderWording } from './clowder-wording.ts';
import type { Delivery } from './consumer.ts';
import type { HeldMessage, HeldMessages } from './held-messages.ts';
import { attemptOf, jobIdOf, jobOfMessage } from './job-of-message.ts';
import { type AttemptMessages, openMessageAttempt } from './message-attempt.ts';
import type { Outbox } from './outbox.ts';
import { errorCopyOf, type ReportingFacts, retryOf, statusMessages } from './outgoing-messages.ts';
import type { JobContent, JobDelivery } from './receive-messages.ts';

interface MessageAssignmentPorts {
  readonly outbox: Outbox;
  readonly held: HeldMessages;
  readonly running: RunningJobs;
  readonly log: InstanceLog;
  readonly timings: Timings;
}

interface LaneFacts {
  readonly settings: Pick<RabbitSettings, 'clowderUrl' | 'maxRetries'>;
  readonly queue: string;
  readonly instance: Instance;
}

/** Everything about the job is in the message: no call is made that a Clowder v1 server does not have. */
export const createAssignment = (
  { outbox, held, running, log, timings }: MessageAssignmentPorts,
  { settings: { clowderUrl, maxRetries }, queue, instance }: LaneFacts,
  { delivery, content }: JobDelivery,
): Assignment => {
  const { host, secretKey } = content.message;
  const baseUrl = clowderUrl ?? host;
  const { redelivered } = delivery;
  const job = jobOfMessage(content.message, { redelivered, correlationId: correlationIdOf(delivery) });
  const facts = { delivery, content, resourceId: job.resource.id, queue, maxRetries, instance };
  const safeLog = redactedLog(log, createRedactor(secretKey ?? undefined));
  const credential = secretKey ? { key: secretKey, keyIn: 'query' as const } : {};
  return {
    job,
    client: createRetryingClient({ log: safeLog, ...timings }, { baseUrl, ...credential }),
    wording: clowderWording(host, instance, job),
    begin(attempt) {
      const remove = running.add(job.id, attempt.stop);
      const ports = { outbox, log: safeLog, flushMs: timings.flushMs, ...attempt };
      const reporting = openMessageAttempt(ports, attemptMessages(facts, held.hold(delivery)));
      return {
        ...reporting,
        end: (report) => reporting.end(report).finally(remove),
        giveBack: (report) => reporting.giveBack(report).finally(remove),
      };
    },
  };
};

interface DeliveryFacts {
  readonly delivery: Delivery;
  readonly content: JobContent;
  readonly resourceId: string;
  readonly queue: string;
  readonly maxRetries: number;
  readonly instance: Instance;
}

const textOrUndefined = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

const correlationIdOf = ({ properties }: Delivery): string | undefined =>
  textOrUndefined(properties.correlationId);

const reportMessages = (
  facts: DeliveryFacts,
): ((report: StatusReport) => ReturnType<typeof statusMessages>) => {
  const { delivery, content, resourceId, instance } = facts;
  const replyTo = textOrUndefined(delivery.properties.replyTo);
  if (replyTo === undefined) return () => [];
  const correlationId = correlationIdOf(delivery);
  const attempt = attemptOf(content.message, { redelivered: delivery.redelivered, correlationId });
  const jobId = jobIdOf(content.message);
  const isLasting = isOfPawprint(delivery);
  const reportingFacts: ReportingFacts = {
    replyTo,
    isLasting,
    correlationId,
    resourceId,
    jobId,
    attempt,
    instance,
  };
  return (report) => statusMessages(report, reportingFacts);
};

/** After a redelivery the number of the next attempt is unknown, and left out rather than wrong. */
const bodyOfRetry = ({ content: { body, message }, delivery }: DeliveryFacts): Record<string, unknown> => {
  const { attempt, ...others } = body;
  const numbered = delivery.redelivered || attempt === undefined ? {} : { attempt };
  return { ...others, ...numbered, retry_count: message.retry_count + 1 };
};

/** Clowder v1 shows every line to everybody who may see the file: debug lines, for the extractor's author, are not sent there. */
const isForServer = ({ level }: ReportDraft, delivery: Delivery): boolean =>
  level !== 'debug' || isOfPawprint(delivery);

const isOfPawprint = ({ properties }: Delivery): boolean => properties.appId === 'pawprint';

/** All messages that one attempt sends. */
const attemptMessages = (facts: DeliveryFacts, held: HeldMessage): AttemptMessages => {
  const { delivery, content, queue, maxRetries } = facts;
  const redact = createRedactor(content.message.secretKey ?? undefined);
  return {
    held,
    reporting: reportMessages(facts),
    edit: (draft) =>
      isForServer(draft, delivery) ? { ...draft, message: redact(draft.message ?? '') } : undefined,
    lastReport: (draft) => withinRetries(draft, content.message.retry_count, maxRetries),
    errorCopy: (reason) => errorCopyOf(queue, delivery, reason),
    retry: () => retryOf(queue, delivery, bodyOfRetry(facts)),
  };
};

/** Fails a job that was retried too often. The broker's queue counts no attempts: a job could be put back for ever. */
export const withinRetries = (report: ReportDraft, retries: number, maxRetries: number): ReportDraft => {
  if (report.kind !== 'RESUBMITTED' || retries < maxRetries) return report;
  return { kind: 'ERROR', message: `${report.message ?? ''} (given up after ${retries} retries)`.trim() };
};
