import type { Instant } from '@pawprint/core';
import type { Person } from './caller.ts';

/** Viewers read; editors add, change, submit and cancel; admins also delete datasets and decide who is a member. */
export type SpaceRole = 'viewer' | 'editor' | 'admin';

export interface Space {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly createdAt: Instant;
  /** Null after the account was deleted. */
  readonly createdBy: Person | null;
  readonly memberCount: number;
  readonly datasetCount: number;
  /** The role of who asks; null if they are no member. */
  readonly role: SpaceRole | null;
}

export interface SpaceMember {
  readonly person: Person;
  readonly email: string;
  readonly role: SpaceRole;
  readonly addedAt: Instant;
}

/** Who sees a dataset. */
export interface Sharing {
  /** Null after the account was deleted. */
  readonly owner: Person | null;
  readonly isPublic: boolean;
  readonly spaces: readonly Pick<Space, 'id' | 'name' | 'memberCount' | 'role'>[];
}
