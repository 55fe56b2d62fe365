import type { StatusReport } from '@pawprint/protocol';
import type { Instance } from '../../instance/instance.ts';
import type { ReportDraft } from '../../reports/report.ts';
import type { Delivery } from './delivery.ts';
import type { HeldMessage } from './held-messages.ts';
import { attemptOf, jobIdOf } from './job-of-message.ts';
import type { AttemptMessages } from './message-attempt.ts';
import type { WorkOrder } from './read-delivery.ts';
import { createRedactor } from './redact.ts';
import { withinRetries } from './retry-limit.ts';
import { type ReportingFacts, statusMessages } from './status-messages.ts';
import { errorCopyOf, retryOf } from './stored-messages.ts';

export interface WorkOrderFacts {
  readonly delivery: Delivery;
  readonly order: WorkOrder;
  readonly resourceId: string;
  readonly queue: string;
  readonly maxRetries: number;
  readonly instance: Instance;
}

const textOrUndefined = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

export const correlationIdOf = ({ properties }: Delivery): string | undefined =>
  textOrUndefined(properties.correlationId);

const reportsTo = (facts: WorkOrderFacts): ((report: StatusReport) => ReturnType<typeof statusMessages>) => {
  const { delivery, order, resourceId, instance } = facts;
  const replyTo = textOrUndefined(delivery.properties.replyTo);
  if (replyTo === undefined) return () => [];
  const correlationId = correlationIdOf(delivery);
  const attempt = attemptOf(order.message, { redelivered: delivery.redelivered, correlationId });
  const jobId = jobIdOf(order.message);
  const said: ReportingFacts = { replyTo, correlationId, resourceId, jobId, attempt, instance };
  return (report) => statusMessages(report, said);
};

/** After a delivery made again nobody knows the number of the next attempt: it is left out rather than wrong. */
const bodyOfRetry = ({ order: { body, message }, delivery }: WorkOrderFacts): Record<string, unknown> => {
  const { attempt, ...others } = body;
  const known = delivery.redelivered || attempt === undefined ? {} : { attempt };
  return { ...others, ...known, retry_count: message.retry_count + 1 };
};

/** Clowder shows every line to everybody who may see the file: what is for the extractor's author stays here. */
const isWanted = ({ level }: ReportDraft, { properties }: Delivery): boolean =>
  level !== 'debug' || properties.appId === 'pawprint';

/** Everything that is sent about one work order. */
export const workOrderMessages = (facts: WorkOrderFacts, held: HeldMessage): AttemptMessages => {
  const { delivery, order, queue, maxRetries } = facts;
  const redact = createRedactor(order.message.secretKey ?? undefined);
  return {
    held,
    reporting: reportsTo(facts),
    edit: (draft) =>
      isWanted(draft, delivery) ? { ...draft, message: redact(draft.message ?? '') } : undefined,
    lastWord: (draft) => withinRetries(draft, order.message.retry_count, maxRetries),
    errorCopy: (reason) => errorCopyOf(queue, delivery, reason),
    retry: () => retryOf(queue, delivery, bodyOfRetry(facts)),
  };
};
