import type { Instant } from '@pawprint/core';
import type { Notification } from './notification.ts';

export interface Webhook {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly url: string;
  readonly createdAt: Instant;
}

/** A notification on its way to a webhook, or by mail. */
export interface Delivery {
  readonly id: string;
  readonly notification: Notification;
  /** Null: by mail. */
  readonly webhook: Webhook | null;
  readonly state: 'waiting' | 'delivered' | 'failed';
  readonly attempts: number;
  readonly nextAt: Instant | null;
  /** As it was sent first; null before. */
  readonly body: string | null;
  readonly answer: DeliveryAnswer | null;
  readonly createdAt: Instant;
  readonly triedAt: Instant | null;
}

/** What came of the last attempt. */
export interface DeliveryAnswer {
  /** Null where no answer came. */
  readonly status: number | null;
  /** The beginning of the answer, or why none came. */
  readonly text: string;
}
