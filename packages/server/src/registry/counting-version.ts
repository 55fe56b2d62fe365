import type { Instant } from '@pawprint/core';

/** The version that counts for new jobs, and the one that has just been heard. */
export interface TwoVersions {
  readonly counting: {
    readonly version: string;
    readonly firstSeenAt: Instant | null;
    /** Whether any instance of it lives. */
    readonly isAlive: boolean;
  };
  readonly heard: { readonly version: string; readonly firstSeenAt: Instant | null };
}

/**
 * Whether the version heard counts from now on. Two may be alive at once, beating in turns: then the one that was seen
 * first later is the newer one. An older one counts again when the newer is gone: somebody has put it back.
 */
export const countsFromNow = ({ counting, heard }: TwoVersions): boolean => {
  if (heard.version === counting.version) return true;
  if (heard.firstSeenAt === null || counting.firstSeenAt === null) return true;
  return heard.firstSeenAt > counting.firstSeenAt || !counting.isAlive;
};
