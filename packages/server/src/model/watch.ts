import type { Instant } from '@pawprint/core';
import type { WatchOutcome, WatchSubject } from '@pawprint/protocol';
import type { Counts } from './notification.ts';

export type { WatchOutcome, WatchSubject };

/** The ways to a person besides the bell. */
export interface WatchChannels {
  readonly mail: boolean;
  readonly webhookId: string | null;
}

/** What a person wants to be told of. */
export interface Watch {
  readonly id: string;
  readonly userId: string;
  readonly subject: WatchSubject;
  readonly outcomes: readonly WatchOutcome[];
  /** Besides the bell. */
  readonly channels: WatchChannels;
  /** What was found since the last notification. */
  readonly pending: Counts;
  readonly createdAt: Instant;
}

/** Whether it ends once all of its jobs have ended: no other jobs can join them. One of an operation has none. */
export const endsByItself = ({ subject: { type } }: Watch): boolean => type === 'job' || type === 'jobs';
