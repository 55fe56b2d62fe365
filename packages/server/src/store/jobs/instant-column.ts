import type { Instant } from '@pawprint/core';

/** timestamptz columns come as Date, and as text where PostgreSQL packed rows into JSON. */
export const instantOf = (column: Date | string): Instant => new Date(column).getTime();

export const instantOrNull = (column: Date | string | null): Instant | null =>
  column === null ? null : instantOf(column);

export const timeOf = (instant: Instant): Date => new Date(instant);

export const timeOrNull = (instant: Instant | null): Date | null =>
  instant === null ? null : timeOf(instant);
