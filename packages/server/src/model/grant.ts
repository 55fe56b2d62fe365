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

/** The extractors to which a caller has a right; as with `Grant`, for one and for a list. */
export type ExtractorGrant =
  | { readonly of: 'all' }
  | { readonly of: 'none' }
  | {
      readonly of: 'person';
      /** Null for nobody in particular: no private extractor is covered. */
      readonly userId: string | null;
      readonly includesPublic: boolean;
      /** Whether private ones are covered that are shared with the person, or with a space of theirs. */
      readonly includesShared: boolean;
    };

/** How a person stands to an extractor. */
export interface ExtractorRelation {
  /** Null for a public one. */
  readonly ownerId: string | null;
  readonly isShared: boolean;
}

export const coversExtractor = (grant: ExtractorGrant, { ownerId, isShared }: ExtractorRelation): boolean => {
  if (grant.of !== 'person') return grant.of === 'all';
  if (ownerId === null) return grant.includesPublic;
  return ownerId === grant.userId || (grant.includesShared && isShared);
};
