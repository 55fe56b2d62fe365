import { type Route, type RouteName, routes } from '@pawprint/protocol';
import type {
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  FastifySchema,
  onRequestAsyncHookHandler,
} from 'fastify';
import type { Refusal } from '../model/refusal.ts';
import { bodyLimitOf } from './bodies/body-limits.ts';
import { NOT_SIGNED_IN, requireBodyType } from './guards.ts';
import { ANSWERED, type Handler, type HandlerRequest, type Handlers } from './handler.ts';
import { limitedKindOf, type RequestsUnderWay } from './limit-requests.ts';
import { disconnectSignal, type SignalOfReply } from './request-signal.ts';
import { sendRefusal } from './send-refusal.ts';

interface RouteOptions {
  readonly guards: readonly onRequestAsyncHookHandler[];
  readonly limitRequests: RequestsUnderWay['limit'];
  readonly signalOfLongPoll: SignalOfReply;
}

/** Registers every route of the route table that has a handler; one without is not found (404). */
export const registerRoutes = (
  app: FastifyInstance,
  handlers: Partial<Handlers<RouteName>>,
  { guards, limitRequests, signalOfLongPoll }: RouteOptions,
): void => {
  for (const name of Object.keys(handlers) as RouteName[]) {
    const handler = handlers[name] as Handler<RouteName> | undefined;
    if (!handler) continue;
    const kind = limitedKindOf(name, routes[name]);
    registerRoute(app, name, handler, {
      onRequest: [
        ...(routes[name].access === 'open' ? [] : guards),
        ...(kind === undefined ? [] : [limitRequests(kind)]),
      ],
      signalOf: routes[name].longPoll ? signalOfLongPoll : disconnectSignal,
    });
  }
};

const registerRoute = (
  app: FastifyInstance,
  name: RouteName,
  handler: Handler<RouteName>,
  { onRequest, signalOf }: { onRequest: onRequestAsyncHookHandler[]; signalOf: SignalOfReply },
): void => {
  const route: Route = routes[name];
  app.route({
    method: route.method,
    url: route.path,
    schema: schemaOf(route),
    config: { apiRoute: route, bodyLimit: bodyLimitOf(name) },
    exposeHeadRoute: answersHead(route),
    ...(route.answerKind === 'json' || route.answerKind === 'text' ? {} : { compress: false }),
    onRequest,
    preValidation: requireBodyType(route),
    handler: createRouteHandler(route, handler, signalOf),
  });
};

/** HEAD is for every GET but streams, which have no end and thus no length. */
const answersHead = ({ method, answerKind }: Route): boolean => method === 'GET' && answerKind !== 'stream';

const schemaOf = ({ params, query, body, answer, answerKind, status }: Route): FastifySchema => ({
  ...(params && { params }),
  ...(query && { querystring: query }),
  ...(body && { body }),
  ...(answer && answerKind === 'json' && { response: { [status]: answer } }),
});

/** The schemas have validated the request by now: this gives its parts the names that handlers use. */
const handlerRequest = (
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
  signalOf: SignalOfReply,
): HandlerRequest<RouteName> =>
  ({
    params: route.params ? request.params : undefined,
    query: route.query ? request.query : undefined,
    body: route.body ? request.body : undefined,
    caller: request.caller,
    signal: signalOf(reply),
    raw: request,
    reply,
  }) as HandlerRequest<RouteName>;

/** Some of Clowder's answers are JSON strings, and Fastify would send a string as plain text. */
const sendJsonString = (reply: FastifyReply, body: string): FastifyReply =>
  reply.type('application/json; charset=utf-8').send(JSON.stringify(body));

/** Who is not signed in learns of what is not public neither that it exists nor that it does not. */
const refusalFor = ({ caller }: FastifyRequest, refusal: Refusal): Refusal =>
  caller?.kind === 'nobody' && (refusal.refused === 'forbidden' || refusal.refused.endsWith('not_found'))
    ? NOT_SIGNED_IN
    : refusal;

const createRouteHandler =
  (route: Route, handler: Handler<RouteName>, signalOf: SignalOfReply) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const result = await handler(handlerRequest(route, request, reply, signalOf));
    if (result === ANSWERED) return reply;
    if ('refused' in result) return sendRefusal(request, reply, refusalFor(request, result));
    void reply.code(result.status ?? route.status);
    return route.answerKind === 'json' && typeof result.body === 'string'
      ? sendJsonString(reply, result.body)
      : reply.send(result.body);
  };
