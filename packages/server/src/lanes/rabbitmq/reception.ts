import type { Instant } from '@pawprint/core';
import type { ReportRecorder } from '../../jobs/record/report-recorder.ts';
import { ifFound, isOnNodeDown, type WithChannel } from './inspect-queue.ts';

export interface ReceptionPorts {
  readonly now: () => Instant;
  readonly replyQueue: string;
  readonly withChannel: WithChannel;
  readonly recordDeliveries: ReportRecorder['recordDeliveries'];
  /** When any server last stored a report; null for never. */
  readonly readLastReportAt: () => Promise<Instant | null>;
  /** Called when reports are no longer received, with the reason, and with null when they are again. */
  readonly onChange: (problem: string | null) => void;
}

/** Whether the reports of extractors reach the servers. That RabbitMQ is connected does not prove it. */
export interface Reception {
  /** Call it when the consumers have been set up, which is after every connect. */
  readonly begin: () => void;
  /** Since when reports are received without a break; null while they are not. */
  readonly since: () => Instant | null;
  /** Why none are received though RabbitMQ is connected; null where nothing shows that. */
  readonly problem: () => string | null;
  readonly recordDeliveries: ReportRecorder['recordDeliveries'];
  /** Asks the broker about the reply queue, to be called every few seconds. */
  readonly check: () => Promise<void>;
}

/** Consumers are missing for a moment after every connect. */
const NO_CONSUMER_MS = 15_000;
/** However many reports come, some are stored every second. */
const NOT_STORED_MS = 60_000;

export const createReception = (ports: ReceptionPorts): Reception => {
  const { now } = ports;
  let since: Instant | null = null;
  let problem: string | null = null;
  let withoutConsumer: Instant | null = null;
  let waitingSince: Instant | null = null;
  let storing: { readonly begun: Instant; error: unknown } | null = null;

  const change = (next: string | null): void => {
    if (next === problem) return;
    problem = next;
    // Those that waited meanwhile come first, as after a connect.
    if (next === null) since = now();
    ports.onChange(next);
  };
  const findProblem = async (queue: ReplyQueue): Promise<string | null> => {
    withoutConsumer = queue.consumers > 0 ? null : (withoutConsumer ?? now());
    waitingSince = queue.ready === 0 ? null : (waitingSince ?? now());
    if (isOlder(withoutConsumer, NO_CONSUMER_MS)) return `nobody consumes the queue ${ports.replyQueue}`;
    if (storing !== null && isOlder(storing.begun, NOT_STORED_MS))
      return `they cannot be stored${storing.error instanceof Error ? ` (${storing.error.message})` : ''}`;
    if (
      !isOlder(waitingSince, NOT_STORED_MS) ||
      !isOlder((await ports.readLastReportAt()) ?? 0, NOT_STORED_MS)
    )
      return null;
    return `${queue.ready} wait in the queue ${ports.replyQueue}, and no server takes any`;
  };
  const isOlder = (at: Instant | null, ms: number): boolean => at !== null && now() - at >= ms;
  return {
    begin() {
      since = now();
      // The broker delivers again what was being stored.
      storing = null;
    },
    since: () => (problem === null ? since : null),
    problem: () => problem,
    async recordDeliveries(deliveries) {
      storing ??= { begun: now(), error: undefined };
      try {
        const outcomes = await ports.recordDeliveries(deliveries);
        storing = null;
        return outcomes;
      } catch (error) {
        if (storing !== null) storing.error = error;
        throw error;
      }
    },
    async check() {
      const queue = await askReplyQueue(ports);
      if (queue !== undefined) change(await findProblem(queue));
    },
  };
};

interface ReplyQueue {
  readonly ready: number;
  readonly consumers: number;
}

/** Undefined where there is no connection, or the queue's node is down: then the connection itself says what is wrong. */
const askReplyQueue = ({ withChannel, replyQueue }: ReceptionPorts): Promise<ReplyQueue | undefined> =>
  withChannel(async (channel) => {
    const found = await ifFound(channel.checkQueue(replyQueue));
    return { ready: found?.messageCount ?? 0, consumers: found?.consumerCount ?? 0 };
  }).catch((error: unknown) => {
    if (isOnNodeDown(error)) return undefined;
    throw error;
  });
