import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from '../model/refusal.ts';
import { sendRefusal } from './send-refusal.ts';

interface KnownPath {
  readonly pattern: RegExp;
  readonly methods: Set<string>;
}

const patternOf = (path: string): RegExp =>
  new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/:[a-z_]+/g, '[^/]+')}$`);

/** Collects the API's paths as they are registered, to find the methods of an address that was called with another one. */
export const knownPaths = (app: FastifyInstance): ((path: string) => readonly string[]) => {
  const known = new Map<string, KnownPath>();
  app.addHook('onRoute', ({ url, method, config }) => {
    if (!config?.apiRoute) return;
    const entry = known.get(url) ?? { pattern: patternOf(url), methods: new Set() };
    for (const each of [method].flat()) entry.methods.add(each);
    known.set(url, entry);
  });
  return (path) => [
    ...new Set([...known.values()].filter((k) => k.pattern.test(path)).flatMap((k) => [...k.methods])),
  ];
};

/** 405 if only the method is wrong, else 404. The query is not repeated, because it may contain a key. */
export const refuseUnknownAddress =
  (methodsOf: (path: string) => readonly string[]) =>
  (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const path = pathOf(request);
    const methods = methodsOf(path);
    if (methods.length === 0)
      return sendRefusal(request, reply, refuse('not_found', `There is nothing at ${path}.`));
    void reply.header('allow', methods.toSorted().join(', '));
    return sendRefusal(
      request,
      reply,
      refuse('method_not_allowed', `${path} takes ${methods.toSorted().join(', ')}, not ${request.method}.`),
    );
  };

/** The address without its query, which may contain a key: for logs and messages. */
export const pathOf = ({ url }: Pick<FastifyRequest, 'url'>): string => url.split('?', 1)[0] ?? '';
