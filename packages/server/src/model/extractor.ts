import type { Instant, Subscription } from '@pawprint/core';

/** What an extractor says of itself, unknown keys kept. */
export interface Announcement {
  readonly name: string;
  readonly version: string;
  readonly process: Subscription;
  readonly info: Readonly<Record<string, unknown>>;
  /** The person a private one belongs to. It counts when the extractor is new; nobody takes it over later. */
  readonly owner: string | null;
}

export interface Extractor {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly process: Subscription;
  readonly info: Readonly<Record<string, unknown>>;
  readonly enabled: boolean;
  /** The person a private one belongs to; null for everybody's. */
  readonly owner: string | null;
  readonly updatedAt: Instant;
}

export interface ExtractorVersion {
  readonly version: string;
  readonly firstSeenAt: Instant;
  readonly lastSeenAt: Instant;
}

/** Jobs of an extractor that have not ended. */
export interface Load {
  readonly waiting: number;
  readonly running: number;
}

/** The version that counts for new jobs, and the one that has just been heard. */
export interface VersionChoice {
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
export const becomesCurrent = ({ counting, heard }: VersionChoice): boolean => {
  if (heard.version === counting.version) return true;
  if (heard.firstSeenAt === null || counting.firstSeenAt === null) return true;
  return heard.firstSeenAt > counting.firstSeenAt || !counting.isAlive;
};

export interface Label {
  readonly id: string;
  readonly name: string;
  readonly category: string | null;
  /** By name. */
  readonly extractors: readonly string[];
}
