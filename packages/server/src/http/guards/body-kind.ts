import type { Route } from '@pawprint/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from '../handler.ts';
import { sendRefusal } from '../send-refusal.ts';

/** Both parsers are known to every route, so a form sent to a JSON route (or the other way round) is told here. */
export const bodyKind =
  (route: Route) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    if (request.isMultipart() === (route.multipart === true)) return undefined;
    if (!route.multipart && !route.body) return undefined;
    const wanted = route.multipart ? 'multipart/form-data' : 'application/json';
    return sendRefusal(request, reply, refuse('unsupported_media_type', `Send the body as ${wanted}.`));
  };
