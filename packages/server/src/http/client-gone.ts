import type { FastifyReply } from 'fastify';

/**
 * Aborted when the client goes away before it was answered. Fastify's own `request.signal` will not do: it is aborted
 * as soon as the request's body has been read.
 */
export const clientGone = (reply: FastifyReply): AbortSignal => {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  return gone.signal;
};
