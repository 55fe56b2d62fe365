import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from '../model/refusal.ts';
import { sendRefusal } from './send-refusal.ts';

/**
 * Refuses changes that a page of another site makes with the cookie of its visitor, and sign-ins by such a page.
 *
 * @param publicUrl the server's address for people, which may differ from the one in the request
 */
export const requireSameOrigin = (publicUrl: string) => {
  const ownOrigin = URL.canParse(publicUrl) ? new URL(publicUrl).origin : '';
  return async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    if (SAFE_METHODS.has(request.method) || hasExplicitKey(request)) return undefined;
    if (!isCrossOrigin(request, ownOrigin)) return undefined;
    const refusal = refuse('forbidden', 'This request came from a page of another origin.');
    return sendRefusal(request, reply, refusal);
  };
};

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** A page cannot make a browser add these headers to a request for another origin unless that origin allows it. */
const hasExplicitKey = ({ headers }: FastifyRequest): boolean =>
  headers['x-api-key'] !== undefined || /^bearer /i.test(headers.authorization ?? '');

const hostOf = (origin: string): string | undefined =>
  URL.canParse(origin) ? new URL(origin).host : undefined;

/**
 * Whether a browser sent this request for a page of another origin. Browsers send `Sec-Fetch-Site`, but not over plain
 * http beyond localhost, where `Origin` decides. A request with neither is not from a browser, whose cookies a page could
 * abuse.
 */
const isCrossOrigin = ({ headers, host }: FastifyRequest, ownOrigin: string): boolean => {
  const { origin } = headers;
  if (origin === ownOrigin) return false;
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  return origin !== undefined && hostOf(origin) !== host;
};
