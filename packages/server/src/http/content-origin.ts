import type { Route } from '@pawprint/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ContentLinks } from '../access/content-links.ts';
import { credentialOf } from '../access/credential-of-request.ts';
import { refuse } from '../model/refusal.ts';
import { sendRefusal } from './send-refusal.ts';
import { pathOf } from './unknown-address.ts';

/**
 * Answers requests to the host of the origin for content: files, previews and thumbnails by their signed addresses, and
 * nothing else. Credentials count for nothing there.
 */
export const guardContentOrigin = (app: FastifyInstance, links: ContentLinks): void => {
  app.addHook('onRequest', async (request, reply) => {
    if (!isAtContentOrigin(request, links)) return undefined;
    if (!isContentRoute(request)) return sendRefusal(request, reply, NOTHING_ELSE);
    const { token } = queryOf(request);
    const reader = typeof token === 'string' ? await links.read(pathOf(request), token) : null;
    if (reader === null) return sendRefusal(request, reply, NOT_VALID);
    request.caller = reader;
    // The page is of another origin, and shows what is here as pictures.
    void reply.header('cross-origin-resource-policy', 'cross-origin');
    return undefined;
  });
};

const NOTHING_ELSE = refuse('not_found', 'Only files, previews and thumbnails are at this host.');
const NOT_VALID = refuse('forbidden', 'This address is no longer valid. Open the file from its page.');

/** Sends browsers that would show content to its own origin. Downloads, and clients with a key, stay where they are. */
export const redirectToContentOrigin =
  (links: ContentLinks) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const { caller, headers, query } = request;
    if (caller === null || caller.kind === 'job' || isAtContentOrigin(request, links)) return undefined;
    if (!isContentRoute(request) || queryOf(request).disposition !== 'inline') return undefined;
    const credential = credentialOf(headers, query);
    if (credential !== undefined && credential.kind !== 'cookie') return undefined;
    void reply.header('cache-control', 'no-store');
    return reply.redirect(await links.issue(pathOf(request), caller));
  };

const isAtContentOrigin = ({ host }: FastifyRequest, { origin }: ContentLinks): boolean =>
  host.toLowerCase() === new URL(origin).host;

const isContentRoute = ({ routeOptions: { config } }: FastifyRequest): boolean => {
  const route: Route | undefined = config.apiRoute;
  return route?.answerKind === 'bytes' && (route.right === 'see file' || route.right === 'see preview');
};

/** As it was sent: schemas check it later. */
const queryOf = ({ query }: FastifyRequest): { readonly disposition?: unknown; readonly token?: unknown } =>
  typeof query === 'object' && query !== null ? query : {};
