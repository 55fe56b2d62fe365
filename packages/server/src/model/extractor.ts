import type { Instant, Subscription } from '@pawprint/core';

/** What an extractor sends about itself, with all keys that Pawprint does not know. */
export interface Announcement {
  readonly name: string;
  readonly version: string;
  readonly process: Subscription;
  readonly info: Readonly<Record<string, unknown>>;
  /** The owner of a private extractor. It is stored when the extractor is new, and never changes afterwards. */
  readonly owner: string | null;
}

export interface Extractor {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly process: Subscription;
  readonly info: Readonly<Record<string, unknown>>;
  readonly enabled: boolean;
  /** The owner of a private extractor; null if everybody can use it. */
  readonly owner: string | null;
  readonly updatedAt: Instant;
}

export interface ExtractorVersion {
  readonly version: string;
  readonly firstSeenAt: Instant;
  readonly lastSeenAt: Instant;
}

/** How many jobs of an extractor have not ended. */
export interface Load {
  readonly waiting: number;
  readonly running: number;
}

/** The version that new jobs are for, and the one that an instance has just announced. */
export interface VersionChoice {
  readonly current: {
    readonly version: string;
    readonly firstSeenAt: Instant | null;
    /** Whether another instance of it is live. */
    readonly isLive: boolean;
  };
  readonly announced: { readonly version: string; readonly firstSeenAt: Instant | null };
}

/**
 * Whether new jobs are for the announced version from now on. Instances of two versions may be live at once and send
 * heartbeats in turns; then the version that was first seen later is the newer one. An older version becomes current
 * again when no instance of the newer one is live, since an operator has then returned to it.
 */
export const becomesCurrent = ({ current, announced }: VersionChoice): boolean => {
  if (announced.version === current.version) return true;
  if (announced.firstSeenAt === null || current.firstSeenAt === null) return true;
  return announced.firstSeenAt > current.firstSeenAt || !current.isLive;
};

export interface Label {
  readonly id: string;
  readonly name: string;
  readonly category: string | null;
  /** Sorted by name. */
  readonly extractors: readonly string[];
}
