import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { answerClientError } from '../send-refusal.ts';

export interface SlowBodyOptions {
  /** Milliseconds in each of which the least has to arrive, unless it is the rest of the body. */
  readonly windowMs: number;
  /** Of a form, which may be a file of 100 GB on a slow line. */
  readonly leastOfForms: number;
  /** Of other bodies, which are kept in memory until they are whole. */
  readonly leastOfOthers: number;
}

export const SLOW_BODIES: SlowBodyOptions = {
  windowMs: 60_000,
  leastOfForms: 32 * 1_024,
  leastOfOthers: 512 * 1_024,
};

/**
 * Ends requests whose body comes too slowly. There is no limit to the time of a whole request: a large file takes hours.
 * Where the server reads slower than the client sends, nothing is too slow: a window begins anew whenever something has
 * come that is not read yet, or the server was too busy to look.
 */
export const endSlowBodies = (app: FastifyInstance, options: SlowBodyOptions): void => {
  const bodies = new Set<Body>();
  app.addHook('onRequest', async (request, reply) => {
    if (!hasBody(request)) return;
    const body = { request, reply, since: performance.now(), bytes: bytesRead(request.raw) };
    bodies.add(body);
    request.raw.once('close', () => bodies.delete(body));
  });
  const pauseMs = options.windowMs / 4;
  let lastCheck = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    const wasBusy = now - lastCheck > 2 * pauseMs;
    lastCheck = now;
    for (const body of bodies) {
      const isServerSlow = wasBusy || body.request.raw.readableLength > 0;
      if (!isServerSlow && now - body.since < options.windowMs) continue;
      if (!isServerSlow && isTooSlow(body, options)) end(body);
      body.since = now;
      body.bytes = bytesRead(body.request.raw);
    }
  }, pauseMs);
  timer.unref();
  app.addHook('onClose', async () => clearInterval(timer));
};

interface Body {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** When the window began, and how much had come then. */
  since: number;
  bytes: number;
}

const hasBody = ({ headers }: FastifyRequest): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** Over the connection, so that it counts for every reader of the body. */
const bytesRead = ({ socket }: IncomingMessage): number => socket.bytesRead;

const isTooSlow = ({ request, bytes }: Body, { leastOfForms, leastOfOthers }: SlowBodyOptions): boolean => {
  const least = request.isMultipart() ? leastOfForms : leastOfOthers;
  return bytesRead(request.raw) - bytes < least;
};

const end = ({ request, reply }: Body): void => {
  const { socket } = request.raw;
  if (!reply.raw.headersSent) answerClientError({ code: 'ERR_HTTP_REQUEST_TIMEOUT' }, socket);
  socket.destroySoon();
};
