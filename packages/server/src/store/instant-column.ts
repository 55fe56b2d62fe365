import type { Instant } from '@pawprint/core';

/** A timestamptz column is read as Date, or as text if PostgreSQL returns its row as JSON. */
export const instantOf = (column: Date | string): Instant => new Date(column).getTime();

export const instantOrNull = (column: Date | string | null): Instant | null =>
  column === null ? null : instantOf(column);

export const timeOf = (instant: Instant): Date => new Date(instant);

export const timeOrNull = (instant: Instant | null): Date | null =>
  instant === null ? null : timeOf(instant);

/** Converts instants to texts for PostgreSQL. It remembers the last one, since most rows of a batch have the same. */
export const timeWriter = (): ((instant: Instant) => string) => {
  let latest: { readonly instant: Instant; readonly text: string } | undefined;
  return (instant) => {
    if (latest?.instant !== instant) latest = { instant, text: timeOf(instant).toISOString() };
    return latest.text;
  };
};
