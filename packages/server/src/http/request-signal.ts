import type { FastifyInstance, FastifyReply } from 'fastify';

/** The signal of a call that may have nothing else to do than to wait. */
export type SignalOfReply = (reply: FastifyReply) => AbortSignal;

/** Aborted when the client goes away, and when the server stops: a long poll then has its answer at once. */
export const createLongPollSignals = (app: FastifyInstance): SignalOfReply => {
  const waiting = new Set<AbortController>();
  let stopping = false;
  app.addHook('preClose', async () => {
    stopping = true;
    for (const call of waiting) call.abort();
  });
  return (reply) => {
    const call = new AbortController();
    waiting.add(call);
    disconnectSignal(reply).addEventListener('abort', () => call.abort());
    reply.raw.once('close', () => waiting.delete(call));
    if (stopping) call.abort();
    return call.signal;
  };
};

/**
 * Aborted when the client goes away before it was answered. Fastify's own `request.signal` will not do: it is aborted
 * as soon as the request's body has been read.
 */
export const disconnectSignal = (reply: FastifyReply): AbortSignal => {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  return gone.signal;
};
