import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { type Config, listeningUrl } from '../config/config.ts';
import { StartError } from './start-error.ts';

const HINTS: Readonly<Record<string, (config: Config) => string>> = {
  EADDRINUSE: ({ port, host }) =>
    `Port ${port} on ${host} is in use by another program. Set PAWPRINT_PORT to a free one; 0 takes any.`,
  EACCES: ({ port }) => `This user may not listen on port ${port}. Set PAWPRINT_PORT to one above 1023.`,
  EADDRNOTAVAIL: ({ host }) => `This machine has no address ${host}. Set PAWPRINT_HOST to one of its own.`,
  ENOTFOUND: ({ host }) => `There is no host named ${host}. Set PAWPRINT_HOST to an address of this machine.`,
};

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';

/** Where the server is reached from this machine. */
export const listen = async (app: FastifyInstance, config: Config): Promise<string> => {
  try {
    await app.listen({ host: config.host, port: config.port });
  } catch (error) {
    const hint = HINTS[codeOf(error)];
    throw hint ? new StartError(hint(config), { cause: error }) : error;
  }
  return listeningUrl(config.host, (app.server.address() as AddressInfo).port);
};
