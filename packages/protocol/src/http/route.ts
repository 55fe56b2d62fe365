import type { z } from 'zod';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** What an answer's body is. `bytes` and `stream` are not JSON and are read by the caller itself. */
export type AnswerKind = 'json' | 'text' | 'bytes' | 'stream';

/**
 * One line of the API: read by the server to check and register, by OpenAPI to document, by the client to call.
 * `family` decides how a refusal sounds: Clowder v1's clients get a bare 401 text, everyone else the error shape.
 */
export interface Route<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
> {
  readonly method: Method;
  readonly path: `/${string}`;
  readonly summary: string;
  readonly tag: string;
  readonly family: 'pawprint' | 'clowder-v1';
  readonly access: 'open' | 'signed-in';
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** Set where the body is multipart/form-data, read as a stream and not checked by a schema. */
  readonly multipart?: boolean;
  readonly status: 200 | 201 | 204;
  readonly answer?: Answer;
  readonly answerKind: AnswerKind;
}

type Optional = 'family' | 'access' | 'status' | 'answerKind';
type Draft<R extends Route> = Omit<R, Optional> & Partial<Pick<R, Optional>>;

/** A route with the usual answers filled in: ours, signed-in only, 200, JSON. */
export const route = <
  Params extends z.ZodType = z.ZodNever,
  Query extends z.ZodType = z.ZodNever,
  Body extends z.ZodType = z.ZodNever,
  Answer extends z.ZodType = z.ZodNever,
>(
  draft: Draft<Route<Params, Query, Body, Answer>>,
): Route<Params, Query, Body, Answer> => ({
  family: 'pawprint',
  access: 'signed-in',
  status: 200,
  answerKind: 'json',
  ...draft,
});

/** A route that Clowder v1 has too: same path, same answer fields (ours may be added). */
export const clowderRoute = <
  Params extends z.ZodType = z.ZodNever,
  Query extends z.ZodType = z.ZodNever,
  Body extends z.ZodType = z.ZodNever,
  Answer extends z.ZodType = z.ZodNever,
>(
  draft: Draft<Route<Params, Query, Body, Answer>>,
): Route<Params, Query, Body, Answer> => ({
  status: 200,
  access: 'signed-in',
  answerKind: 'json',
  ...draft,
  family: 'clowder-v1',
});
