import type { SpaceRole } from './space.ts';

/**
 * The datasets, or the collections, to which a caller has a right. It is decided once for a caller, and then holds for
 * one dataset (`covers`) and for a list (`store/granted.ts`), which a property test keeps equal.
 */
export type Grant =
  | { readonly of: 'all' }
  | { readonly of: 'none' }
  /** Those that everybody sees. */
  | { readonly of: 'public' }
  | {
      readonly of: 'person';
      readonly userId: string;
      /** The person's own are covered, and those in a space in which the person has one of these roles. */
      readonly roles: readonly SpaceRole[];
      readonly includesPublic: boolean;
    };

export const EVERYTHING: Grant = { of: 'all' };

/** How a person stands to a dataset or a collection. */
export interface Relation {
  readonly ownerId: string | null;
  readonly isPublic: boolean;
  /** The person's roles in the spaces that it is in. */
  readonly roles: readonly SpaceRole[];
}

export const covers = (grant: Grant, { ownerId, isPublic, roles }: Relation): boolean => {
  switch (grant.of) {
    case 'all':
      return true;
    case 'none':
      return false;
    case 'public':
      return isPublic;
    case 'person':
      return (
        ownerId === grant.userId ||
        (isPublic && grant.includesPublic) ||
        roles.some((role) => grant.roles.includes(role))
      );
  }
};
