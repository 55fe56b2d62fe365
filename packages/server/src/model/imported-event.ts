import type { EventKind, Instant } from '@pawprint/core';
import type { ImportAnswer, ImportedEvent, ImportSource } from '@pawprint/protocol';
import type { UserCaller } from './caller.ts';

/** Events that an operator sends, with their source. */
export interface EventsToImport {
  readonly source: ImportSource;
  readonly events: readonly ImportedEvent[];
  readonly by: UserCaller;
}

/** An imported event of which no job was made yet. Its extractor, resource and user are those of this server. */
export interface WaitingEvent {
  readonly sourceId: string;
  readonly sourceJob: string | null;
  readonly extractor: string;
  readonly resourceId: string;
  readonly causeId: string | null;
  readonly kind: EventKind;
  readonly message: string;
  readonly at: Instant;
  readonly reportedAt: Instant | null;
  readonly reported: string | null;
  readonly submittedBy: string | null;
  readonly parameters: Readonly<Record<string, unknown>> | null;
}

export type RefusedEvent = ImportAnswer['refused'][number];

/** What became of sent events. */
export interface ReceivedEvents {
  readonly stored: number;
  readonly repeated: number;
  readonly refused: readonly RefusedEvent[];
  /** Ids of events that are stored without the user they name. */
  readonly withoutUser: readonly string[];
}

/** What one request made of waiting events. */
export interface PlacedEvents {
  readonly jobs: number;
  readonly inferred: number;
  readonly events: number;
  /** Nothing waits any more. */
  readonly done: boolean;
}
