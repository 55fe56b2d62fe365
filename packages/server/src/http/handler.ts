import type { PublicRight, Route, RouteName, Routes } from '@pawprint/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { JobCaller, NobodyCaller, Reader, UserCaller } from '../model/caller.ts';
import type { Refusal } from '../model/refusal.ts';

type Schema<R, K extends string> = R extends { readonly [P in K]?: infer S } ? NonNullable<S> : never;
type Parsed<S> = [S] extends [z.ZodNever] ? undefined : S extends z.ZodType ? z.output<S> : undefined;

/** The body of a route's answer, before it is serialised. */
export type AnswerBody<N extends RouteName> = Parsed<Schema<Routes[N], 'answer'>>;

/**
 * Null on open routes; perhaps nobody where the route shows what is public. `limitJobCredential` lets a job call only the
 * routes that are for jobs.
 */
type CallerOf<R extends Route> = R['access'] extends 'open'
  ? null
  : Nobody<R> | UserCaller | (R['access'] extends 'job' ? JobCaller : never);

type Nobody<R extends Route> = R['right'] extends PublicRight ? NobodyCaller : never;

export interface HandlerRequest<N extends RouteName> {
  readonly params: Parsed<Schema<Routes[N], 'params'>>;
  readonly query: Parsed<Schema<Routes[N], 'query'>>;
  readonly body: Parsed<Schema<Routes[N], 'body'>>;
  readonly caller: CallerOf<Routes[N]>;
  /** Aborted when the client disconnects; on long polls also when the server stops. */
  readonly signal: AbortSignal;
  /** For what is not JSON: multipart, ranges, streams, headers. */
  readonly raw: FastifyRequest;
  readonly reply: FastifyReply;
}

export interface Answer<Body> {
  readonly status?: number;
  readonly body: Body;
}

/** The handler wrote to `reply` itself (bytes, streams). */
export const ANSWERED = Symbol('answered');

/** 204 on a route that usually answers with a body, e.g. a claim for which no job came. */
export const NOTHING = { status: 204, body: undefined } as const;

export type HandlerResult<N extends RouteName> =
  | Answer<AnswerBody<N>>
  | typeof NOTHING
  | Refusal
  | typeof ANSWERED;

/** Answers the requests of one route. */
export type Handler<N extends RouteName> = (request: HandlerRequest<N>) => Promise<HandlerResult<N>>;

/** Handlers by route: each folder of `http/` has those of its subject. */
export type Handlers<N extends RouteName> = { readonly [K in N]: Handler<K> };

export const ok = <Body>(body: Body, status?: number): Answer<Body> => (status ? { status, body } : { body });

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route of the route table; unset for pages and static files. */
    readonly apiRoute?: Route;
    /** Of a route that is not in the route table. */
    readonly family?: Route['family'];
  }
  interface FastifyRequest {
    /** Set by `requireSignedIn` before the body is read; null on open routes. */
    caller: Reader | null;
  }
}
