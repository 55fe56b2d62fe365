import type { Instant } from '@pawprint/core';
import type { JobView as WireJobView } from '@pawprint/protocol';
import type { Person } from './caller.ts';

/** A named query on jobs. It gives no right to any: each reader sees their own jobs in it. */
export interface JobView {
  readonly id: string;
  readonly name: string;
  readonly query: string;
  readonly sort: WireJobView['sort'];
  /** Null: those that the reader has chosen. */
  readonly columns: readonly string[] | null;
  readonly shared: boolean;
  /** Null: the account was deleted. */
  readonly owner: Person | null;
  readonly createdAt: Instant;
  readonly changedAt: Instant;
}
