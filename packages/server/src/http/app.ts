import type { RouteName } from '@pawprint/protocol';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';

import './api-route.ts';
import { JSON_LIMIT_BYTES, registerBodyParsers } from './body-parsers.ts';
import { sameOrigin } from './guards/same-origin.ts';
import type { Authenticate } from './guards/signed-in.ts';
import type { Handlers } from './handler.ts';
import { refusalOfError } from './refusal-of-error.ts';
import { registerRoutes } from './register-routes.ts';
import { useZod } from './schema-compilers.ts';
import { sendRefusal } from './send-refusal.ts';
import { knownPaths, refuseUnknownAddress } from './unknown-address.ts';

export interface AppPorts {
  readonly handlers: Partial<Handlers<RouteName>>;
  readonly authenticate: Authenticate;
  /** Where people reach the server, beside the address it is asked under. */
  readonly ownOrigins?: readonly string[];
  /** Default: nothing is logged. */
  readonly log?: FastifyBaseLogger;
}

const refuseError = (error: FastifyError, request: FastifyRequest, reply: FastifyReply): void => {
  const refusal = refusalOfError(error);
  if (refusal.refused === 'internal') request.log.error({ err: error }, 'A request failed');
  void sendRefusal(request, reply, refusal);
};

/** The whole HTTP side, ready to listen or to be asked by `inject`. */
export const buildApp = async (ports: AppPorts): Promise<FastifyInstance> => {
  const app = Fastify({
    ...(ports.log ? { loggerInstance: ports.log } : {}),
    bodyLimit: JSON_LIMIT_BYTES,
    // A proxy on the same machine may say whom it speaks for; nobody else may.
    trustProxy: 'loopback',
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: 1024 },
    frameworkErrors: refuseError,
  });
  const methodsOf = knownPaths(app);
  useZod(app);
  app.decorateRequest('caller', null);
  app.setErrorHandler<FastifyError>(refuseError);
  app.setNotFoundHandler(refuseUnknownAddress(methodsOf));
  app.addHook('onRequest', sameOrigin(ports.ownOrigins ?? []));
  await registerBodyParsers(app);
  registerRoutes(app, ports.handlers, ports.authenticate);
  await app.ready();
  return app;
};
