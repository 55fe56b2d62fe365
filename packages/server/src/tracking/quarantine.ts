import type { Instant } from '@pawprint/core';
import type { RawDelivery } from './delivery.ts';

export type QuarantineSource = 'report' | 'heartbeat';

/** Why something from RabbitMQ cannot be used. */
export interface Objection {
  /** Stable: people sort by it. */
  readonly reason: string;
  /** In words, with what was wrong. */
  readonly detail: string;
}

/** Something that could not be used, with the reason, as it came: nothing is dropped. */
export interface Quarantined extends Objection {
  readonly id: string;
  readonly source: QuarantineSource;
  readonly receivedAt: Instant;
  readonly raw: RawDelivery;
  /** It was delivered before, as far as anybody can tell: then it adds nothing to what is known of it. */
  readonly isRepeat: boolean;
}
