import type { FastifyInstance } from 'fastify';
import { type AuthHandler, askAuth, sendAuthAnswer } from './auth-bridge.ts';

/**
 * The rest of `/api/auth/*`: sessions, passwords, API keys, the administrator's accounts. better-auth checks who asks.
 * What it does not know is none of ours either, so a wrong address or method is told as everywhere else.
 */
export const registerAuthRoutes = (app: FastifyInstance, auth: AuthHandler): void => {
  app.route({
    method: ['GET', 'POST'],
    url: '/api/auth/*',
    handler: async (request, reply) => {
      const response = await askAuth(auth, request);
      if (response.status !== 404) return sendAuthAnswer(request, reply, response);
      reply.callNotFound();
      return reply;
    },
  });
};
