import { type Route, type RouteName, routes } from '@pawprint/protocol';
import type {
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  FastifySchema,
  onRequestAsyncHookHandler,
} from 'fastify';
import { requireBodyType } from './guards.ts';
import { ANSWERED, type Handler, type HandlerRequest, type Handlers } from './handler.ts';
import { createLongPollSignals, disconnectSignal, type SignalOfReply } from './request-signal.ts';
import { sendRefusal } from './send-refusal.ts';

/** Bytes are what resumed downloads ask for by HEAD; JSON costs nothing; a stream has no end to give the head of. */
const answersHead = ({ method, answerKind }: Route): boolean => method === 'GET' && answerKind !== 'stream';

const schemaOf = ({ params, query, body, answer, answerKind, status }: Route): FastifySchema => ({
  ...(params && { params }),
  ...(query && { querystring: query }),
  ...(body && { body }),
  ...(answer && answerKind === 'json' && { response: { [status]: answer } }),
});

/** The schemas have checked each part by now: this only gives them the names the handler knows them by. */
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

/** Some of Clowder's answers are JSON strings; Fastify would send a bare string as text. */
const sendJsonString = (reply: FastifyReply, body: string): FastifyReply =>
  reply.type('application/json; charset=utf-8').send(JSON.stringify(body));

const answering =
  (route: Route, handler: Handler<RouteName>, signalOf: SignalOfReply) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const result = await handler(handlerRequest(route, request, reply, signalOf));
    if (result === ANSWERED) return reply;
    if ('refused' in result) return sendRefusal(request, reply, result);
    void reply.code(result.status ?? route.status);
    return route.answerKind === 'json' && typeof result.body === 'string'
      ? sendJsonString(reply, result.body)
      : reply.send(result.body);
  };

const registerRoute = (
  app: FastifyInstance,
  name: RouteName,
  handler: Handler<RouteName>,
  guards: readonly onRequestAsyncHookHandler[],
  signalOf: SignalOfReply,
): void => {
  const route: Route = routes[name];
  app.route({
    method: route.method,
    url: route.path,
    schema: schemaOf(route),
    config: { apiRoute: route },
    exposeHeadRoute: answersHead(route),
    ...(route.answerKind === 'json' || route.answerKind === 'text' ? {} : { compress: false }),
    ...(route.access === 'open' ? {} : { onRequest: [...guards] }),
    preValidation: requireBodyType(route),
    handler: answering(route, handler, signalOf),
  });
};

/** The route table, as far as there are handlers for it. A route without one is not there (404). */
export const registerRoutes = (
  app: FastifyInstance,
  handlers: Partial<Handlers<RouteName>>,
  guards: readonly onRequestAsyncHookHandler[],
): void => {
  const signalOfWait = createLongPollSignals(app);
  for (const name of Object.keys(handlers) as RouteName[]) {
    const handler = handlers[name] as Handler<RouteName> | undefined;
    if (handler)
      registerRoute(app, name, handler, guards, routes[name].longPoll ? signalOfWait : disconnectSignal);
  }
};
