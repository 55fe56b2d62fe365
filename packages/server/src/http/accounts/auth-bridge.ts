import type { ErrorCode } from '@pawprint/protocol';
import { fromNodeHeaders } from 'better-auth/node';
import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import { z } from 'zod';
import type { CallAuth } from '../../access/call-auth.ts';
import { isTooManyGuesses, refusalOfGuesses, type TooManyGuesses } from '../../access/guess-limit.ts';
import { type Refusal, refuse } from '../../model/refusal.ts';
import { AUTH_BODY } from '../bodies/body-limits.ts';
import { sendRefusal } from '../send-refusal.ts';
import { pathOf } from '../unknown-address.ts';

const CODE_OF_STATUS: Readonly<Record<number, ErrorCode>> = {
  401: 'not_signed_in',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  422: 'bad_request',
  429: 'too_many_requests',
  503: 'unavailable',
};

const AuthError = z.object({ code: z.string().optional(), message: z.string().optional() });

const requestOf = (request: FastifyRequest): Request => {
  const headers = fromNodeHeaders(request.headers);
  // They describe the original body, which is serialised anew here.
  for (const name of ['content-length', 'transfer-encoding']) headers.delete(name);
  // better-auth reads the client's address from this header alone, which anybody can send.
  headers.set('x-forwarded-for', request.ip);
  return new Request(new URL(request.url, `${request.protocol}://${request.host}`), {
    method: request.method,
    headers,
    ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
  });
};

const parseError = (text: string): z.output<typeof AuthError> => {
  try {
    return AuthError.parse(JSON.parse(text));
  } catch {
    return {};
  }
};

/** A refusal of better-auth as one of this API. */
export const refusalOfAuth = async (response: Response): Promise<Refusal> => {
  const { code, message } = parseError(await response.text());
  const known = CODE_OF_STATUS[response.status] ?? (response.status >= 500 ? 'internal' : 'bad_request');
  const text = known === 'internal' ? 'Signing in failed in the server.' : (message ?? 'This was refused.');
  return refuse(known, text, code && { reason: code });
};

export const passToAuth = (callAuth: CallAuth, request: FastifyRequest): Promise<Response | TooManyGuesses> =>
  callAuth({ request: requestOf(request), body: request.body, address: request.ip });

export const passCookiesOn = (reply: FastifyReply, response: Response): void => {
  for (const cookie of response.headers.getSetCookie()) void reply.header('set-cookie', cookie);
};

/** Sends better-auth's refusals in the error shape of the API, and its other answers unchanged. */
const sendAuthAnswer = async (
  request: FastifyRequest,
  reply: FastifyReply,
  response: Response,
): Promise<FastifyReply> => {
  passCookiesOn(reply, response);
  if (response.status >= 400) return sendRefusal(request, reply, await refusalOfAuth(response));
  const location = response.headers.get('location');
  if (location) void reply.header('location', location);
  return reply
    .code(response.status)
    .header('cache-control', 'no-store')
    .type(response.headers.get('content-type') ?? 'application/json; charset=utf-8')
    .serializer(String)
    .send(await response.text());
};

/**
 * What of better-auth is offered to people who are signed in, and to their identity provider. The rest would go round the
 * rules of this server: its administration of users keeps no administrator and records nothing.
 */
const OFFERED: readonly string[] = [
  'sign-in/email',
  'sign-out',
  'callback/oidc',
  'get-session',
  'list-sessions',
  'revoke-session',
  'revoke-sessions',
  'revoke-other-sessions',
  'change-password',
  'verify-password',
  'list-accounts',
  'unlink-account',
  'update-user',
].map((path) => `/api/auth/${path}`);

const NOT_OFFERED = new Response(null, { status: 404 });

/**
 * The rest of `/api/auth/*`: sessions and passwords. better-auth authenticates these calls itself. An
 * address that it does not know is refused like any other unknown address.
 */
export const registerAuthRoutes = (
  app: FastifyInstance,
  callAuth: CallAuth,
  limitBodies: onRequestAsyncHookHandler,
): void => {
  app.route({
    method: ['GET', 'POST'],
    url: '/api/auth/*',
    config: { bodyLimit: AUTH_BODY },
    onRequest: limitBodies,
    handler: async (request, reply) => {
      const response = OFFERED.includes(pathOf(request)) ? await passToAuth(callAuth, request) : NOT_OFFERED;
      if (isTooManyGuesses(response)) return sendRefusal(request, reply, refusalOfGuesses(response));
      if (response.status !== 404) return sendAuthAnswer(request, reply, response);
      reply.callNotFound();
      return reply;
    },
  });
};
