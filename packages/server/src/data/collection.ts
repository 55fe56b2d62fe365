import type { Person } from './person.ts';

export interface Collection {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly createdAt: Date;
  /** Null once the account is gone. */
  readonly createdBy: Person | null;
  readonly parents: readonly string[];
  readonly children: readonly string[];
  readonly datasetCount: number;
}
