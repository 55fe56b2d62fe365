import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Authenticate } from '../../access/authenticate.ts';
import { refuse } from '../../model/refusal.ts';
import { requireSignedIn } from '../guards.ts';
import { sendRefusal } from '../send-refusal.ts';
import { type ClowderRoute, clowderRoutes } from './clowder-routes.ts';

/**
 * Answers 501 with the reason to every route of Clowder v1 that is not offered here: a 404 would read as "no such file",
 * and pyClowder tries that again ten times. No body is read. Routes that change something ask for a key first, as in
 * Clowder.
 */
export const refuseNotOffered = (app: FastifyInstance, authenticate: Authenticate): void => {
  for (const route of notOfferedRoutes())
    app.route({
      method: route.method,
      url: route.path,
      config: { family: 'clowder-v1' },
      onRequest: [
        ...(route.method === 'GET' ? [] : [requireSignedIn(authenticate)]),
        async (request: FastifyRequest, reply: FastifyReply) =>
          sendRefusal(request, reply, refuse('not_offered', route.how)),
      ],
      handler: async () => undefined,
    });
};

/** Each method and path once: in Clowder, two of the routes can differ only in the names of their parameters. */
const notOfferedRoutes = (): Iterable<ClowderRoute> =>
  new Map(
    clowderRoutes()
      .filter(({ here }) => here === 'not offered')
      .map((route) => [`${route.method} ${patternOf(route.path)}`, route]),
  ).values();

/** A path without the names of its parameters. */
export const patternOf = (path: string): string => path.replaceAll(/:\w+/g, ':');
