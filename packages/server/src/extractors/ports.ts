import type { Instant } from '@pawprint/core';
import type { Database } from '../store/database.ts';

export interface ExtractorPorts {
  readonly db: Database;
  readonly now: () => Instant;
  /** Whether an extractor gets jobs as soon as it is registered, or only when an operator has enabled it. */
  readonly autoEnable: boolean;
  /** Whether a change of what an extractor announced takes effect only when an operator has approved it. */
  readonly approveChanges: boolean;
}

/** What heartbeats over RabbitMQ are registered by. */
export interface HeartbeatPorts extends ExtractorPorts {
  /** How many extractors may be known by their heartbeats only. */
  readonly maxHeartbeatOnly: number;
}
