import type { Instant, LeaseTerms } from '@pawprint/core';
import type { Database } from '../store/database.ts';

/** What every act on jobs needs. */
export interface JobPorts {
  readonly db: Database;
  readonly now: () => Instant;
  readonly terms: LeaseTerms;
}
