import type { Instance } from '../../instance/instance.ts';
import type { InstanceLog } from '../../instance-log.ts';
import { createRetryingClient } from '../../server/retrying-client.ts';
import type { Timings } from '../../timings.ts';
import type { Assignment } from '../assignment.ts';
import { clowderWording } from './clowder-wording.ts';
import type { HeldMessages } from './held-messages.ts';
import { jobOfMessage } from './job-of-message.ts';
import { openMessageAttempt } from './message-attempt.ts';
import type { Outbox } from './outbox.ts';
import type { RabbitSettings } from './rabbit-settings.ts';
import type { Arrival } from './receive-messages.ts';
import { createRedactor, redactedLog } from './redact.ts';
import type { RunningJobs } from './running-jobs.ts';
import { correlationIdOf, workOrderMessages } from './work-order-messages.ts';

export interface MessageAssignmentPorts {
  readonly outbox: Outbox;
  readonly held: HeldMessages;
  readonly running: RunningJobs;
  readonly log: InstanceLog;
  readonly timings: Timings;
}

export interface LaneFacts {
  readonly settings: Pick<RabbitSettings, 'clowderUrl' | 'maxRetries'>;
  readonly queue: string;
  readonly instance: Instance;
}

/** The message alone suffices: no call is made that a plain Clowder server would not know. */
export const assignmentOf = (
  { outbox, held, running, log, timings }: MessageAssignmentPorts,
  { settings: { clowderUrl, maxRetries }, queue, instance }: LaneFacts,
  { delivery, order }: Arrival,
): Assignment => {
  const { host, secretKey } = order.message;
  const baseUrl = clowderUrl ?? host;
  const { redelivered } = delivery;
  const job = jobOfMessage(order.message, { redelivered, correlationId: correlationIdOf(delivery) });
  const facts = { delivery, order, resourceId: job.resource.id, queue, maxRetries, instance };
  const safeLog = redactedLog(log, createRedactor(secretKey ?? undefined));
  const shown = secretKey ? { key: secretKey, keyIn: 'query' as const } : {};
  return {
    job,
    client: createRetryingClient({ log: safeLog, ...timings }, { baseUrl, ...shown }),
    wording: clowderWording(host, instance, job),
    begin(attempt) {
      const forget = running.add(job.id, attempt.stop);
      const ports = { outbox, log: safeLog, flushMs: timings.flushMs, ...attempt };
      const line = openMessageAttempt(ports, workOrderMessages(facts, held.hold(delivery)));
      return {
        ...line,
        end: (report) => line.end(report).finally(forget),
        giveBack: (report) => line.giveBack(report).finally(forget),
      };
    },
  };
};
