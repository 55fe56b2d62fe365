import type { IncomingHttpHeaders } from 'node:http';
import type { Instant } from '@pawprint/core';

export interface Version {
  /** Strong, in quotes. */
  readonly etag: string;
  readonly lastModified: Instant;
}

const httpDate = (instant: Instant): string => new Date(instant).toUTCString();

/** `If-None-Match`: the client has this very version already. */
export const isUnchanged = (headers: IncomingHttpHeaders, { etag }: Version): boolean => {
  const known = headers['if-none-match'];
  if (known === undefined) return false;
  return known.trim() === '*' || known.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
};

/** `If-Range`: without it a range holds; with it, only if the client's other parts are of this very version. */
export const rangeHolds = (headers: IncomingHttpHeaders, { etag, lastModified }: Version): boolean => {
  const condition = headers['if-range'];
  if (condition === undefined) return true;
  return condition === etag || condition === httpDate(lastModified);
};

export const versionHeaders = ({ etag, lastModified }: Version) => ({
  etag,
  'last-modified': httpDate(lastModified),
});
