import type { Instant, JobState, Subscription } from '@pawprint/core';

/** What an extractor sends about itself, with all keys that Pawprint does not know. */
export interface Announcement {
  readonly name: string;
  readonly version: string;
  readonly process: Subscription;
  readonly info: Readonly<Record<string, unknown>>;
  /** The owner of a private extractor. It is stored when the extractor is new, and never changes afterwards. */
  readonly owner: string | null;
}

/** The part of an announcement that takes effect when a change is approved. */
export type StoredAnnouncement = Pick<Announcement, 'version' | 'process' | 'info'>;

/** Who set something for an extractor, and when. */
export interface SetBy {
  /** The name that they had then; null where it is not known. */
  readonly by: string | null;
  readonly at: Instant;
}

export interface SetWithReason extends SetBy {
  /** The reason that they gave. */
  readonly reason: string | null;
}

export interface Extractor {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly process: Subscription;
  readonly info: Readonly<Record<string, unknown>>;
  readonly enabled: boolean;
  /** Who switched it on or off; null where nobody has. */
  readonly switched: SetBy | null;
  /** Set while the dispatch of jobs to it is paused. */
  readonly paused: SetWithReason | null;
  /** It is new, and no operator has decided on it. */
  readonly waitsForApproval: boolean;
  /** The owner of a private extractor; null if everybody can use it. */
  readonly owner: string | null;
  /** Null while no queue of its in RabbitMQ is known. */
  readonly queue: ExtractorQueue | null;
  readonly updatedAt: Instant;
}

/** What the broker last said of an extractor's queue. */
export interface ExtractorQueue {
  readonly name: string;
  /** Null where there is no such queue. */
  readonly ready: number | null;
  readonly consumers: number;
  /** Null before the broker was asked. */
  readonly checkedAt: Instant | null;
  /** When it was last seen to have a consumer; null for never. */
  readonly consumedAt: Instant | null;
}

export interface ExtractorVersion {
  readonly version: string;
  readonly firstSeenAt: Instant;
  readonly lastSeenAt: Instant;
  /** Set while what it made does not count. */
  readonly superseded: SetWithReason | null;
}

/** A name that is in use in the broker, and that no extractor is registered under. */
export interface UnregisteredExtractor {
  readonly name: string;
  /** What shows that it is in use. */
  readonly source: 'heartbeat' | 'report' | 'binding';
  /** What its heartbeat announced. */
  readonly info: Readonly<Record<string, unknown>> | null;
  readonly firstSeenAt: Instant;
  readonly lastSeenAt: Instant;
  readonly times: number;
}

/** How many jobs of an extractor have not ended. */
export interface Load {
  /** By state, those without a job left out. */
  readonly states: Readonly<Partial<Record<JobState, number>>>;
  readonly waiting: number;
  readonly running: number;
  /** When the oldest waiting job was submitted; null where none waits. */
  readonly oldestWaitingAt: Instant | null;
  /** When the job that has run for longest started first; null where none runs. */
  readonly oldestRunningAt: Instant | null;
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

/** `default`: an extractor works on the data in a space as everywhere. */
export type SpaceExtractorChoice = 'default' | 'on' | 'off';

/** An extractor as a space has it for the data in it. */
export interface SpaceExtractor extends Pick<Extractor, 'name' | 'process' | 'enabled'> {
  readonly description: string;
  readonly isPrivate: boolean;
  readonly choice: SpaceExtractorChoice;
}

export interface Label {
  readonly id: string;
  readonly name: string;
  readonly category: string | null;
  /** Sorted by name. */
  readonly extractors: readonly string[];
}
