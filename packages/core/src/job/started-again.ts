import type { Instant } from './job.ts';

/** Why an attempt that never ended is given up when another one starts. */
export function startedAgainReason(startedAt: Instant, againAt: Instant): string {
  const after = againAt - startedAt;
  return after >= ACKNOWLEDGEMENT_TIMEOUT_MS && after <= ACKNOWLEDGEMENT_TIMEOUT_MS + LATENESS_MS
    ? TIMED_OUT
    : STARTED_AGAIN;
}

export const STARTED_AGAIN = 'started again without an end: redelivered';

export const TIMED_OUT =
  "started again 30 minutes after its start: probably the broker's acknowledgement timeout (consumer_timeout), which " +
  'takes a message away from an extractor that works on it for longer; see docs/rabbitmq.md for the policy against it';

/** RabbitMQ's default timeout, and how much later a message can be redelivered, since RabbitMQ checks once a minute. */
const ACKNOWLEDGEMENT_TIMEOUT_MS = 30 * 60_000;
const LATENESS_MS = 5 * 60_000;
