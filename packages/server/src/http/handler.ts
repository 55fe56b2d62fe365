import type { RouteName, Routes } from '@pawprint/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Caller } from '../model/caller.ts';
import type { Refusal } from '../model/refusal.ts';

type Schema<R, K extends string> = R extends { readonly [P in K]?: infer S } ? NonNullable<S> : never;
type Parsed<S> = [S] extends [z.ZodNever] ? undefined : S extends z.ZodType ? z.output<S> : undefined;

/** What a route promises to answer, before it is written out. */
export type AnswerBody<N extends RouteName> = Parsed<Schema<Routes[N], 'answer'>>;

export interface HandlerRequest<N extends RouteName> {
  readonly params: Parsed<Schema<Routes[N], 'params'>>;
  readonly query: Parsed<Schema<Routes[N], 'query'>>;
  readonly body: Parsed<Schema<Routes[N], 'body'>>;
  /** Who is asking. Open routes ask nobody. */
  readonly caller: Routes[N]['access'] extends 'open' ? null : Caller;
  /** Aborted when the client goes away; of a claim, also when the server stops. */
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

/** 204 where the route usually has something to say, e.g. a claim that no job came for. */
export const NOTHING = { status: 204, body: undefined } as const;

export type HandlerResult<N extends RouteName> =
  | Answer<AnswerBody<N>>
  | typeof NOTHING
  | Refusal
  | typeof ANSWERED;

/** request → answer: the only thing that knows what a route means. */
export type Handler<N extends RouteName> = (request: HandlerRequest<N>) => Promise<HandlerResult<N>>;

/** A part of the route table: each folder of `http/` gives the handlers of its subject. */
export type Handlers<N extends RouteName> = { readonly [K in N]: Handler<K> };

export const ok = <Body>(body: Body, status?: number): Answer<Body> => (status ? { status, body } : { body });
