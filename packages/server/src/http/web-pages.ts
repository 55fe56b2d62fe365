import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { pagePolicy } from './security-headers.ts';

const NOT_BUILT = `Pawprint's server runs, but its pages are not built.
Run "npm run build" in the checkout and reload. The API under /api works without them.
`;

/** Vite puts a hash of the content into the names in assets/, so a file of such a name never changes. */
const cacheControlOf = (path: string): string =>
  path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';

const wantsPage = ({ method, url, headers }: FastifyRequest): boolean =>
  (method === 'GET' || method === 'HEAD') &&
  !/^\/api(\/|\?|$)/.test(url) &&
  (headers.accept ?? '').includes('text/html');

/** Answers an address without a route if a browser wants a page, else returns false. */
export type SendPage = (request: FastifyRequest, reply: FastifyReply) => boolean;

/**
 * Serves the web app: every address without a file gets its page, because the app does its own routing.
 *
 * @param contentOrigin where the page finds pictures, if that is another origin
 */
export const registerWebPages = async (
  app: FastifyInstance,
  root: string,
  contentOrigin?: string,
): Promise<SendPage> => {
  const policy = pagePolicy(contentOrigin);
  if (!existsSync(join(root, 'index.html')))
    return (request, reply) => {
      if (!wantsPage(request)) return false;
      void reply.code(503).type('text/plain; charset=utf-8').send(NOT_BUILT);
      return true;
    };
  await app.register(fastifyStatic, {
    root,
    cacheControl: false,
    setHeaders: (reply, path) => {
      void reply.header('cache-control', cacheControlOf(path));
      if (path.endsWith('.html')) void reply.header('content-security-policy', policy);
    },
  });
  return (request, reply) => {
    if (!wantsPage(request)) return false;
    void reply.sendFile('index.html');
    return true;
  };
};

/**
 * The addresses of files and datasets in Clowder, which stand in metadata, papers and e-mails: browsers get the page, other
 * clients are sent to the API. `/files/:id/blob` is the file itself for both.
 */
export const registerLinks = (app: FastifyInstance, sendPage: SendPage): void => {
  const link = (path: string, sendTo: string, hasPage: boolean) =>
    app.route<{ Params: { id: string } }>({
      method: ['GET', 'HEAD'],
      url: path,
      handler: async (request, reply) => {
        void reply.header('vary', 'accept');
        if (hasPage && sendPage(request, reply)) return reply;
        const [, query] = request.url.split('?', 2);
        const target = sendTo.replace(':id', encodeURIComponent(request.params.id));
        return reply.redirect(query === undefined ? target : `${target}?${query}`);
      },
    });
  link('/files/:id', '/api/files/:id/metadata', true);
  link('/files/:id/blob', '/api/files/:id/blob', false);
  link('/datasets/:id', '/api/datasets/:id', true);
};
