import type { Instant, Triggers } from '@pawprint/core';

/** What an extractor says of itself, unknown keys kept. */
export interface Announcement {
  readonly name: string;
  readonly version: string;
  readonly process: Triggers;
  readonly info: Readonly<Record<string, unknown>>;
  /** The person a private one belongs to. It counts when the extractor is new; nobody takes it over later. */
  readonly owner: string | null;
}

export interface Extractor {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly process: Triggers;
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

/** One running process of an extractor. */
export interface Instance {
  readonly extractor: string;
  readonly id: string;
  readonly version: string;
  readonly lane: 'http' | 'rabbitmq';
  readonly host: string | null;
  /** How often it says that it lives. */
  readonly intervalMs: number;
  readonly firstSeenAt: Instant;
  readonly lastSeenAt: Instant;
  /** Set where it said that it leaves. */
  readonly stoppedAt: Instant | null;
}

/** Jobs of an extractor that have not ended. */
export interface Load {
  readonly waiting: number;
  readonly running: number;
}
