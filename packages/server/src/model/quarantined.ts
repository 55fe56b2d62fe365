import type { Instant } from '@pawprint/core';
import type { Person } from './caller.ts';
import type { RawDelivery } from './report.ts';

export type QuarantineSource = 'report' | 'heartbeat';

/** Why a message from RabbitMQ cannot be used. */
export interface QuarantineReason {
  /** A code that never changes, since people filter by it. */
  readonly reason: string;
  /** A sentence that says what was wrong. */
  readonly detail: string;
}

/** A message that cannot be used, as it came, with the reason. */
export interface Quarantined extends QuarantineReason {
  readonly id: string;
  readonly source: QuarantineSource;
  readonly receivedAt: Instant;
  readonly raw: RawDelivery;
  /** Whether the broker delivered this same message before; then it is not counted again. */
  readonly isRepeat: boolean;
}

/** A quarantined message as it is stored, with what was done about it. */
export interface QuarantineEntry extends Omit<Quarantined, 'raw' | 'isRepeat'> {
  readonly raw: RawDelivery & { readonly properties: Readonly<Record<string, unknown>> };
  /** The size of the whole body, of which `raw` may hold only the beginning. */
  readonly sizeBytes: number;
  /** How often it came. The reason is the one of the last time. */
  readonly times: number;
  readonly lastReceivedAt: Instant;
  readonly replayedAt: Instant | null;
  readonly replayedBy: Person | null;
}

export type Replayed =
  | { readonly outcome: 'recorded' | 'repeated'; readonly jobId: string }
  | { readonly outcome: 'registered'; readonly extractor: string }
  | ({ readonly outcome: 'refused' } & QuarantineReason);
