import type { Instant } from '@pawprint/core';
import type { Database } from '../store/database.ts';

export interface ExtractorPorts {
  readonly db: Database;
  readonly now: () => Instant;
  /** Whether an extractor seen for the first time may have jobs at once. */
  readonly autoEnable: boolean;
}
