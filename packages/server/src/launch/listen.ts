import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { type Config, listeningUrl } from '../config/config.ts';
import { codeOf, StartError } from './start-error.ts';

/** Resolves to the address under which the server is reached from this machine. */
export const listen = async (app: FastifyInstance, config: Config): Promise<string> => {
  try {
    await app.listen({ host: config.host, port: config.port });
  } catch (error) {
    const hint = HINTS[codeOf(error)];
    throw hint ? new StartError(hint(config), { cause: error }) : error;
  }
  return listeningUrl(config.host, (app.server.address() as AddressInfo).port);
};

const HINTS: Readonly<Record<string, (config: Config) => string>> = {
  EADDRINUSE: ({ port, host }) =>
    `Port ${port} on ${host} is in use by another program. Set PAWPRINT_PORT to a free one; 0 takes any.`,
  EACCES: ({ port }) => `This user may not listen on port ${port}. Set PAWPRINT_PORT to one above 1023.`,
  EADDRNOTAVAIL: ({ host }) => `This machine has no address ${host}. Set PAWPRINT_HOST to one of its own.`,
  ENOTFOUND: ({ host }) => `There is no host named ${host}. Set PAWPRINT_HOST to an address of this machine.`,
};

/** How long requests under way may take to end, e.g. an upload. Then their connections are cut. */
const GRACE_MS = 10_000;
const CLOSE_IDLE_EVERY_MS = 50;

/**
 * Accepts no new requests, ends the streams, waits for the other requests. Streams end only after the server has stopped
 * accepting, or their clients would reconnect at once. Connections that become idle meanwhile are closed; Node would
 * keep them for the next request.
 */
export const closeApp = async (app: FastifyInstance, endStreams: () => Promise<void>): Promise<void> => {
  const closeIdle = setInterval(() => app.server.closeIdleConnections(), CLOSE_IDLE_EVERY_MS);
  const closeAll = setTimeout(() => app.server.closeAllConnections(), GRACE_MS);
  try {
    const closed = app.close();
    await endStreams();
    await closed;
  } finally {
    clearInterval(closeIdle);
    clearTimeout(closeAll);
  }
};
