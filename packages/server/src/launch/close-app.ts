import type { FastifyInstance } from 'fastify';

/** How long requests under way may take to end, e.g. an upload. Then their connections are cut. */
const PATIENCE_MS = 10_000;
const LOOK_EVERY_MS = 50;

/**
 * Takes no new requests, ends the streams, waits for the rest. Streams only end once no new one can begin, or their
 * clients would be back before the door is shut. Connections whose last answer went out meanwhile are let go at once;
 * Node would keep them for the next request.
 */
export const closeApp = async (app: FastifyInstance, endStreams: () => Promise<void>): Promise<void> => {
  const letGo = setInterval(() => app.server.closeIdleConnections(), LOOK_EVERY_MS);
  const cut = setTimeout(() => app.server.closeAllConnections(), PATIENCE_MS);
  try {
    const closed = app.close();
    await endStreams();
    await closed;
  } finally {
    clearInterval(letGo);
    clearTimeout(cut);
  }
};
