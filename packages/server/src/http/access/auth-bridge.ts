import type { ErrorCode } from '@pawprint/protocol';
import { fromNodeHeaders } from 'better-auth/node';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { refuse } from '../handler.ts';
import { sendRefusal } from '../send-refusal.ts';

/** better-auth's side of `/api/auth/*`: a web-standard request in, a web-standard response out. */
export type AuthHandler = (request: Request) => Promise<Response>;

const CODE_OF_STATUS: Readonly<Record<number, ErrorCode>> = {
  401: 'not_signed_in',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  422: 'bad_request',
  429: 'too_many_requests',
};

const AuthError = z.object({ code: z.string().optional(), message: z.string().optional() });

const requestOf = (request: FastifyRequest): Request => {
  const headers = fromNodeHeaders(request.headers);
  // They describe the bytes that came, and those have been read and written anew.
  for (const name of ['content-length', 'transfer-encoding']) headers.delete(name);
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

const refuseAs = (
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  text: string,
): FastifyReply => {
  const { code, message } = parseError(text);
  const known = CODE_OF_STATUS[status] ?? (status >= 500 ? 'internal' : 'bad_request');
  const words = known === 'internal' ? 'Signing in failed in the server.' : (message ?? 'This was refused.');
  return sendRefusal(request, reply, refuse(known, words, code && { reason: code }));
};

export const askAuth = (handle: AuthHandler, request: FastifyRequest): Promise<Response> =>
  handle(requestOf(request));

/** What better-auth refuses leaves in the error shape of the API; the rest as it said it. */
export const sendAuthAnswer = async (
  request: FastifyRequest,
  reply: FastifyReply,
  response: Response,
): Promise<FastifyReply> => {
  for (const cookie of response.headers.getSetCookie()) void reply.header('set-cookie', cookie);
  const text = await response.text();
  if (response.status >= 400) return refuseAs(request, reply, response.status, text);
  const location = response.headers.get('location');
  if (location) void reply.header('location', location);
  return reply
    .code(response.status)
    .header('cache-control', 'no-store')
    .type(response.headers.get('content-type') ?? 'application/json; charset=utf-8')
    .serializer(String)
    .send(text);
};
