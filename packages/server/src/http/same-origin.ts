import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from '../model/refusal.ts';
import { sendRefusal } from './send-refusal.ts';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** No page can make a browser add these to a request for another origin, unless that origin allows it: ours never does. */
const hasExplicitKey = ({ headers }: FastifyRequest): boolean =>
  headers['x-api-key'] !== undefined || /^bearer /i.test(headers.authorization ?? '');

const hostOf = (origin: string): string | undefined =>
  URL.canParse(origin) ? new URL(origin).host : undefined;

/**
 * What browsers say of where a request comes from. `Sec-Fetch-Site` decides where it is sent; browsers leave it out
 * for plain http beyond localhost, so `Origin` decides then. Who sends neither is no browser, and has no cookie that a
 * page could abuse.
 */
const comesFromElsewhere = ({ headers, host }: FastifyRequest, ownOrigin: string): boolean => {
  const { origin } = headers;
  if (origin === ownOrigin) return false;
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  return origin !== undefined && hostOf(origin) !== host;
};

/**
 * A page of another site must not change anything with the cookie of whoever looks at it, nor sign anybody in.
 * `publicUrl`: where people reach the server, where that is not the address it is asked under.
 */
export const requireSameOrigin = (publicUrl: string) => {
  const ownOrigin = URL.canParse(publicUrl) ? new URL(publicUrl).origin : '';
  return async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    if (SAFE_METHODS.has(request.method) || hasExplicitKey(request)) return undefined;
    if (!comesFromElsewhere(request, ownOrigin)) return undefined;
    const refusal = refuse('forbidden', 'This request came from a page of another origin.');
    return sendRefusal(request, reply, refusal);
  };
};
