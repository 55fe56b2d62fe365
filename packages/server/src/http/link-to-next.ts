import type { FastifyReply, FastifyRequest } from 'fastify';

interface Exchange {
  readonly raw: Pick<FastifyRequest, 'url'>;
  readonly reply: Pick<FastifyReply, 'header'>;
}

/**
 * Names the next page of a list that is answered as a bare array, which `parameter` asks for. Relative to the page that is
 * asked for, as RFC 8288 permits: the server need not know how it is reached.
 */
export const linkToNext = ({ raw, reply }: Exchange, parameter: 'after' | 'cursor', value: string): void => {
  const url = new URL(raw.url, 'http://relative');
  url.searchParams.delete('key');
  url.searchParams.set(parameter, value);
  void reply.header('link', `<${url.pathname}${url.search}>; rel="next"`);
};
