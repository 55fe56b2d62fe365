import type { Instant } from '../job/job.ts';

/** What the broker said of an extractor's queue, and what should have been in it. */
export interface QueueInspection {
  readonly at: Instant;
  /** How many messages are ready; null where there is no such queue. What a consumer has and has not acknowledged is not among them. */
  readonly ready: number | null;
  readonly consumers: number;
  /** Somebody deleted the queue since the last inspection, and it was declared again. */
  readonly isDeclaredAgain: boolean;
  /** Jobs whose messages were confirmed before, and that nobody has started; in the order of their messages. */
  readonly waiting: readonly string[];
  /** Those of them that were published before the message of a job whose start was reported. */
  readonly overtaken: ReadonlySet<string>;
}

/** Messages that seem to be in the broker no longer. */
export interface Suspicion {
  readonly evidence:
    | 'queue_missing'
    | 'queue_declared_again'
    | 'no_consumer_has_them'
    | 'overtaken'
    | 'queue_shrank'
    | 'silence';
  readonly jobIds: readonly string[];
}

/**
 * Which messages an inspection shows to be lost. AMQP does not tell which messages consumers have, so each rule excludes that
 * these have them: a message that a live consumer took and has not reported on must not be sent again.
 *
 * @param earlier the inspections before this one, the newest first
 * @param acknowledged the most messages that consumers can have acknowledged since the last inspection
 * @param capacity the most messages that these consumers can have without a report; undefined where that is not known
 */
export const suspectLostMessages = (
  inspection: QueueInspection,
  earlier: readonly QueueInspection[],
  acknowledged: number,
  capacity: number | undefined,
): Suspicion | undefined => {
  const { ready, waiting, overtaken, consumers, isDeclaredAgain } = inspection;
  const [last] = earlier;
  if (waiting.length === 0) return undefined;
  if (ready === null) return { evidence: 'queue_missing', jobIds: waiting };
  // A queue is in order: what is ready was published last.
  const notReady = waiting.slice(0, Math.max(0, waiting.length - ready));
  if (notReady.length === 0) return undefined;
  if (isDeclaredAgain) return { evidence: 'queue_declared_again', jobIds: notReady };
  if (consumers === 0 && last?.consumers === 0) return { evidence: 'no_consumer_has_them', jobIds: notReady };
  const passed = notReady.filter((id) => overtaken.has(id));
  // One consumer starts messages in their order. Of several, one can be slow while another starts what comes after.
  const isSingle = [inspection, ...earlier].every((each) => each.consumers <= 1);
  if (passed.length > (isSingle ? 0 : (capacity ?? Number.POSITIVE_INFINITY)))
    return { evidence: 'overtaken', jobIds: passed };
  return suspectShrunkQueue(inspection, earlier, acknowledged);
};

/**
 * Where messages stay ready, all consumers have as many as they take: each can take one more for each that it
 * acknowledges, and a queue with the same consumers cannot shrink by more than that. Two inspections show that messages stay.
 */
const suspectShrunkQueue = (
  { ready, waiting, consumers }: QueueInspection,
  [last, before]: readonly QueueInspection[],
  acknowledged: number,
): Suspicion | undefined => {
  if (ready === null || !last?.ready || !before?.ready) return undefined;
  if (consumers > last.consumers || last.consumers > before.consumers) return undefined;
  // Messages of others are in the queue: what they become is unknown.
  if (last.ready > last.waiting.length) return undefined;
  if (last.ready - ready <= acknowledged) return undefined;
  const wereReady = new Set(last.waiting.slice(-last.ready));
  const jobIds = waiting.slice(0, waiting.length - ready).filter((id) => wereReady.has(id));
  return jobIds.length === 0 ? undefined : { evidence: 'queue_shrank', jobIds };
};
