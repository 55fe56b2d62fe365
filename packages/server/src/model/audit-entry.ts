import type { Instant } from '@pawprint/core';
import type { AuditEntry as WireEntry } from '@pawprint/protocol';

/** What was recorded of an act. The names are those of then. */
export interface AuditEntry {
  readonly id: string;
  readonly at: Instant;
  readonly userId: string | null;
  readonly userName: string | null;
  readonly act: string;
  readonly subject: string;
  readonly subjectName: string | null;
  readonly address: string | null;
  readonly means: WireEntry['means'];
  readonly credential: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}

export interface AuditFilter {
  readonly person?: string | undefined;
  /** An act, or what stands before its dot. */
  readonly act?: string | undefined;
  readonly subject?: string | undefined;
  readonly since?: Instant | undefined;
  /** Before this time. */
  readonly until?: Instant | undefined;
}
