import type { Instant } from '@pawprint/core';

export const time = (instant: Instant): string => new Date(instant).toISOString();

export const timeOrNull = (instant: Instant | null): string | null =>
  instant === null ? null : time(instant);

/** As Java's `Date.toString` in UTC, which Clowder v1 puts into its answers: `Mon Aug 04 12:35:25 UTC 2025`. */
export const javaDate = (instant: Instant): string => {
  const [weekday, day, month, year, time] = new Date(instant).toUTCString().replace(',', '').split(' ');
  return `${weekday} ${month} ${day} ${time} UTC ${year}`;
};
