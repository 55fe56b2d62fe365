import type { Instant } from '@pawprint/core';
import type { Database } from '../store/database.ts';

export interface ExtractorPorts {
  readonly db: Database;
  readonly now: () => Instant;
  /** Whether an extractor gets jobs as soon as it is registered, or only when an operator has enabled it. */
  readonly autoEnable: boolean;
}
