import type { FastifyInstance, FastifyRequest } from 'fastify';
import { pathOf } from './path-of.ts';

const whoAsks = ({ caller }: FastifyRequest): string | undefined => {
  if (!caller) return undefined;
  return caller.kind === 'user' ? `user ${caller.id}` : `job ${caller.jobId}`;
};

/** One line per request, at debug: extractors poll. Never the query, which may hold a key. */
export const logRequests = (app: FastifyInstance): void => {
  app.addHook('onResponse', async (request, reply) => {
    const ms = Math.round(reply.elapsedTime);
    const who = whoAsks(request);
    request.log.debug({ ms, who }, `${request.method} ${pathOf(request)} ${reply.statusCode}`);
  });
};
