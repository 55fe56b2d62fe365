import type { ErrorResponse } from '@pawprint/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Refusal } from './handler.ts';
import { STATUS_OF_ERROR } from './status-of-error.ts';

export const errorResponseOf = ({ refused, message, details }: Refusal): ErrorResponse => ({
  error: { code: refused, message, ...(details === undefined ? {} : { details }) },
});

/** Clowder v1 answers 401 as bare text, and its clients say no more than `Accept: *\/*`. */
const expectsClowderText = (request: FastifyRequest): boolean =>
  request.routeOptions.config.apiRoute?.family === 'clowder-v1' &&
  !(request.headers.accept ?? '').includes('json');

/** Clowder v1 tells so that it knows no such extractor; its clients may look for it beside the error. */
const clowderFields = (request: FastifyRequest, { refused, message }: Refusal): object =>
  request.routeOptions.config.apiRoute?.family === 'clowder-v1' && refused === 'extractor_not_found'
    ? { status: 'KO', message }
    : {};

/** Every refusal, whoever made it, leaves the server here, in the error shape of the API. */
export const sendRefusal = (request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply => {
  void reply.code(STATUS_OF_ERROR[refusal.refused]).header('cache-control', 'no-store');
  if (refusal.refused === 'not_signed_in' && expectsClowderText(request))
    return reply.type('text/plain; charset=utf-8').send('Not authorized');
  return reply
    .type('application/json; charset=utf-8')
    .serializer(JSON.stringify)
    .send({ ...clowderFields(request, refusal), ...errorResponseOf(refusal) });
};
