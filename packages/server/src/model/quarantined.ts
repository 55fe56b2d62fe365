import type { Instant } from '@pawprint/core';
import type { Person } from './caller.ts';
import type { RawDelivery } from './report.ts';

export type QuarantineSource = 'report' | 'heartbeat';

/** Why something from RabbitMQ cannot be used. */
export interface QuarantineReason {
  /** Stable: people sort by it. */
  readonly reason: string;
  /** In words, with what was wrong. */
  readonly detail: string;
}

/** Something that could not be used, with the reason, as it came: nothing is dropped. */
export interface Quarantined extends QuarantineReason {
  readonly id: string;
  readonly source: QuarantineSource;
  readonly receivedAt: Instant;
  readonly raw: RawDelivery;
  /** It was delivered before, as far as anybody can tell: then it adds nothing to what is known of it. */
  readonly isRepeat: boolean;
}

/** As it is kept: with what has been done about it. */
export interface QuarantineEntry extends Omit<Quarantined, 'raw' | 'isRepeat'> {
  readonly raw: RawDelivery & { readonly properties: Readonly<Record<string, unknown>> };
  /** All of it, where `raw` holds the beginning. */
  readonly sizeBytes: number;
  /** How often it came; the reason is that of the last time. */
  readonly times: number;
  readonly lastReceivedAt: Instant;
  readonly replayedAt: Instant | null;
  readonly replayedBy: Person | null;
}

export type Replayed =
  | { readonly outcome: 'recorded' | 'repeated'; readonly jobId: string }
  | { readonly outcome: 'registered'; readonly extractor: string }
  | ({ readonly outcome: 'refused' } & QuarantineReason);
