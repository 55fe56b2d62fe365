import type { Instant } from '@pawprint/core';
import type { RouteName } from '@pawprint/protocol';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import type { Authenticate } from '../access/authenticate.ts';
import type { CallAuth } from '../access/call-auth.ts';
import type { ContentLinks } from '../access/content-links.ts';
import type { FindJobScope } from '../access/job-scope.ts';
import { RefusedRequest } from '../model/refusal.ts';
import { registerAuthRoutes } from './accounts/auth-bridge.ts';
import { endSlowBodies, SLOW_BODIES, type SlowBodyOptions } from './bodies/slow-bodies.ts';
import { refuseNotOffered } from './clowder-v1/not-offered.ts';
import { guardContentOrigin, redirectToContentOrigin } from './content-origin.ts';
import { jobFields, logRequests, registerBodyParsers, registerCompression, useZod } from './fastify.ts';
import { limitJobCredential, limitKey, requireSignedIn } from './guards.ts';
import type { Handlers } from './handler.ts';
import { countRequests, type RequestLimits, type RequestsUnderWay } from './limit-requests.ts';
import { registerApiPages } from './openapi/api-pages.ts';
import { refusalOfError } from './refusal-of-error.ts';
import { registerRoutes } from './register-routes.ts';
import { createLongPollSignals } from './request-signal.ts';
import { requireSameOrigin } from './same-origin.ts';
import { registerSecurityHeaders } from './security-headers.ts';
import { answerClientError, sendRefusal } from './send-refusal.ts';
import type { ServerMetrics } from './server-metrics.ts';
import { knownPaths, refuseUnknownAddress } from './unknown-address.ts';
import { registerLinks, registerWebPages, type SendPage } from './web-pages.ts';

export interface AppPorts {
  readonly handlers: Partial<Handlers<RouteName>>;
  readonly authenticate: Authenticate;
  /** Default: every job may read. */
  readonly findJobScope?: FindJobScope;
  /** Default: the time. */
  readonly now?: () => Instant;
  /** better-auth, for `/api/auth/*`. Default: none. */
  readonly callAuth?: CallAuth;
  /** Proxies whose `X-Forwarded-*` headers count, as addresses and ranges. Default: none, as anybody can send them. */
  readonly trustedProxies?: readonly string[];
  /** Default: any number. */
  readonly requests?: RequestsUnderWay;
  /** Default: those of `SLOW_BODIES`. */
  readonly slowBodies?: SlowBodyOptions;
  /** Milliseconds within which the headers of a request have to arrive. Default: 20 s. */
  readonly headersMs?: number;
  /** The server's address for people. Default: only the one in the request. */
  readonly publicUrl?: string;
  /** Default: content has no origin of its own. */
  readonly contentLinks?: ContentLinks | null;
  /** Whether people who are not signed in see public datasets. Default: no. */
  readonly allowPublic?: boolean;
  /** The folder with the web app. Default: no pages. */
  readonly webRoot?: string;
  /** Default: `dev`. */
  readonly version?: string;
  /** Default: nothing is logged. */
  readonly log?: FastifyBaseLogger;
  /** Default: answers are not measured. */
  readonly metrics?: Pick<ServerMetrics, 'observe'>;
  /** Default: requests are not traced. */
  readonly tracing?: { readonly observe: (app: FastifyInstance) => void } | null;
}

/** Builds the HTTP server with all routes, ready for `listen` or `inject`. */
export const buildApp = async (ports: AppPorts): Promise<FastifyInstance> => {
  const { handlers, authenticate, publicUrl = '', version = 'dev' } = ports;
  const { findJobScope = async () => ANY_SCOPE, now = Date.now, contentLinks = null } = ports;
  const app = createFastify(ports);
  useZod(app);
  logRequests(app);
  ports.metrics?.observe(app);
  ports.tracing?.observe(app);
  app.decorateRequest('caller', null);
  app.setErrorHandler<FastifyError>(refuseError);
  await registerSecurityHeaders(app, publicUrl.startsWith('https:'));
  if (contentLinks !== null) guardContentOrigin(app, contentLinks);
  await registerCompression(app);
  await registerBodyParsers(app);
  endSlowBodies(app, ports.slowBodies ?? SLOW_BODIES);
  app.addHook('onRequest', requireSameOrigin(publicUrl));
  const sendPage = ports.webRoot
    ? await registerWebPages(app, ports.webRoot, contentLinks?.origin)
    : () => false;
  refuseUnknown(app, sendPage);
  registerLinks(app, sendPage);
  refuseNotOffered(app, authenticate);
  const signalOf = createLongPollSignals(app);
  const limitRequests = (ports.requests ?? countRequests(UNLIMITED)).limit;
  registerRoutes(app, handlers, {
    limitRequests,
    signalOfLongPoll: signalOf,
    guards: [
      requireSignedIn(authenticate, ports.allowPublic),
      limitKey,
      limitJobCredential({ findJobScope, now, signalOf }),
      ...(contentLinks === null ? [] : [redirectToContentOrigin(contentLinks)]),
    ],
  });
  if (ports.callAuth) registerAuthRoutes(app, ports.callAuth, limitRequests('bodies'));
  await registerApiPages(app, authenticate, version);
  await app.ready();
  return app;
};

const ANY_NUMBER = { inAll: Number.POSITIVE_INFINITY, perCaller: Number.POSITIVE_INFINITY };
const UNLIMITED: RequestLimits = {
  bodies: ANY_NUMBER,
  streams: ANY_NUMBER,
  archives: ANY_NUMBER,
  claims: ANY_NUMBER,
};

const ANY_SCOPE = { isCancelled: false, datasetId: null, retryAt: null };

const refuseError = (error: FastifyError, request: FastifyRequest, reply: FastifyReply): void => {
  const refusal = refusalOfError(error);
  if (error instanceof RefusedRequest && error.cause !== undefined)
    request.log.warn({ err: error, ...jobFields(request) }, 'A request was refused');
  if (refusal.refused !== 'internal') return void sendRefusal(request, reply, refusal);
  request.log.error({ err: error, ...jobFields(request) }, 'A request failed');
  return void sendRefusal(request, reply, { ...refusal, details: { request_id: request.id } });
};

const HEADERS_MS = 20_000;

const createFastify = ({ log, trustedProxies = [], headersMs = HEADERS_MS }: AppPorts): FastifyInstance =>
  Fastify({
    ...(log ? { loggerInstance: log } : {}),
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => uuidv7(),
    trustProxy: trustedProxies.length > 0 && [...trustedProxies],
    exposeHeadRoutes: false,
    // Node looks at connections this often, and closes those whose headers are late.
    http: { headersTimeout: headersMs, connectionsCheckingInterval: headersMs / 4 },
    // One route takes a list of ids in its path. Node itself allows 16 KiB of headers.
    routerOptions: { maxParamLength: 16 * 1024 },
    frameworkErrors: refuseError,
    clientErrorHandler: answerClientError,
  });

const refuseUnknown = (app: FastifyInstance, sendPage: SendPage): void => {
  const refuse = refuseUnknownAddress(knownPaths(app));
  app.setNotFoundHandler((request, reply) => {
    if (!sendPage(request, reply)) void refuse(request, reply);
  });
};
