import type { FastifyRequest } from 'fastify';

/** The address without its query: what may be repeated and logged, since keys travel in queries. */
export const pathOf = ({ url }: Pick<FastifyRequest, 'url'>): string => url.split('?', 1)[0] ?? '';
