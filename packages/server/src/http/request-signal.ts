import type { FastifyInstance, FastifyReply } from 'fastify';

/** The signal by which a handler learns that its answer is no longer needed. */
export type SignalOfReply = (reply: FastifyReply) => AbortSignal;

/** Signals that also abort when the server stops, so that long polls and requests held back are answered at once. */
export const createLongPollSignals = (app: FastifyInstance): SignalOfReply => {
  const open = new Set<AbortController>();
  let stopping = false;
  app.addHook('preClose', async () => {
    stopping = true;
    for (const call of open) call.abort();
  });
  return (reply) => {
    const call = new AbortController();
    open.add(call);
    disconnectSignal(reply).addEventListener('abort', () => call.abort());
    reply.raw.once('close', () => open.delete(call));
    if (stopping) call.abort();
    return call.signal;
  };
};

/**
 * Aborts when the client disconnects before it has its answer. Fastify's own `request.signal` cannot be used, because it
 * aborts as soon as the request's body has been read.
 */
export const disconnectSignal = (reply: FastifyReply): AbortSignal => {
  const disconnect = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) disconnect.abort();
  });
  return disconnect.signal;
};
