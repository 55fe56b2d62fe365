import type { Instant } from '@pawprint/core';

/** timestamptz columns come as Date, and as text where PostgreSQL packed rows into JSON. */
export const instantOf = (column: Date | string): Instant => new Date(column).getTime();

export const instantOrNull = (column: Date | string | null): Instant | null =>
  column === null ? null : instantOf(column);

export const timeOf = (instant: Instant): Date => new Date(instant);

export const timeOrNull = (instant: Instant | null): Date | null =>
  instant === null ? null : timeOf(instant);

/** Writes times as PostgreSQL reads them in JSON. Rows that are written together share most of theirs: one is remembered. */
export const timeWriter = (): ((instant: Instant) => string) => {
  let latest: { readonly instant: Instant; readonly text: string } | undefined;
  return (instant) => {
    if (latest?.instant !== instant) latest = { instant, text: timeOf(instant).toISOString() };
    return latest.text;
  };
};
