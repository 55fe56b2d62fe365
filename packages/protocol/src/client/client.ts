import type { z } from 'zod';
import type { RouteLine } from '../http/route-line.ts';
import { type RouteName, routeTable } from '../http/route-table.ts';
import type { Routes } from '../http/routes.ts';
import { ApiError, apiErrorOf } from './api-error.ts';

interface UrlParts {
  readonly params?: Record<string, unknown>;
  readonly query?: Record<string, unknown>;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const search = (query: Record<string, unknown> = {}): string => {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value])
      .filter((item) => item !== undefined && item !== null)
      .map((item) => [name, text(item)] as [string, string]),
  );
  return pairs.length ? `?${new URLSearchParams(pairs).toString()}` : '';
};

/** Path and query of a route, every part escaped. */
export const routeUrl = (route: Pick<RouteLine, 'path'>, { params = {}, query }: UrlParts): string =>
  route.path.replaceAll(/:([a-z_]+)/g, (_, name: string) => encodeURIComponent(text(params[name]))) +
  search(query);

export interface ClientOptions {
  /** Without trailing slash; empty in a page that this server served. */
  readonly baseUrl: string;
  /** API key or job credential. Without one the browser's session cookie identifies the caller. */
  readonly key?: string;
  /** How the key is sent: as a bearer token, or as `?key=`, the only way that Clowder v1 accepts. Default: header. */
  readonly keyIn?: 'header' | 'query';
  /** Default: the global fetch. */
  readonly fetch?: typeof fetch;
  /**
   * Checks each JSON answer, as `parseAnswer` does by the schemas. Default: answers are taken as they come, which a
   * page does because the schemas would be its largest part.
   */
  readonly parseAnswer?: (name: RouteName, body: unknown) => unknown;
}

/** A part of the request, if the route has it; optional where the schema takes nothing for it too. */
type Part<R, Name extends string> =
  R extends Readonly<Record<Name, infer Schema extends z.ZodType>>
    ? undefined extends z.input<Schema>
      ? { readonly [K in Name]?: z.input<Schema> }
      : Partial<z.input<Schema>> extends z.input<Schema>
        ? { readonly [K in Name]?: z.input<Schema> }
        : { readonly [K in Name]: z.input<Schema> }
    : unknown;

type InputOf<R> = Part<R, 'params'> & Part<R, 'query'> & Part<R, 'body'>;

type AnswerOf<R> = R extends { readonly answer: infer Schema extends z.ZodType }
  ? z.output<Schema>
  : undefined;

export type CallInput<N extends RouteName> = InputOf<Routes[N]> & {
  readonly signal?: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
};
export type CallAnswer<N extends RouteName> = AnswerOf<Routes[N]>;

export interface Client {
  /**
   * Calls a route by its name and gives its answer; undefined where the route answers 204 or no JSON.
   * Throws {@link ApiError} for every refusal, and with status 0 if there was no answer.
   */
  call<N extends RouteName>(name: N, input: CallInput<N>): Promise<CallAnswer<N> | undefined>;
  /** The raw response of a route: bytes, streams, texts. Refusals throw as in `call`. */
  fetch<N extends RouteName>(name: N, input: CallInput<N>, init?: RequestInit): Promise<Response>;
  /** The address of a route, for links and images. */
  url<N extends RouteName>(name: N, input: CallInput<N>): string;
  readonly options: ClientOptions;
}

interface LooseInput {
  readonly params?: Record<string, unknown>;
  readonly query?: Record<string, unknown>;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
}

const requestOf = (
  route: RouteLine,
  input: LooseInput,
  bearer: string | undefined,
  init: RequestInit,
): RequestInit => {
  const json = input.body !== undefined && init.body === undefined;
  return {
    ...init,
    method: route.method,
    headers: {
      accept: 'application/json',
      ...(json ? { 'content-type': 'application/json' } : {}),
      ...(bearer ? { authorization: `Bearer ${bearer}` } : {}),
      ...input.headers,
    },
    ...(json ? { body: JSON.stringify(input.body) } : {}),
    ...(input.signal ? { signal: input.signal } : {}),
  };
};

export const createClient = (options: ClientOptions): Client => {
  const doFetch = options.fetch ?? ((url, init) => fetch(url, init));
  const inQuery = options.keyIn === 'query' ? { key: options.key } : undefined;
  const bearer = inQuery ? undefined : options.key;
  const send = async (name: RouteName, input: LooseInput, init: RequestInit = {}): Promise<Response> => {
    const route = routeTable[name];
    const response = await doFetch(
      options.baseUrl + routeUrl(route, { ...input, query: { ...input.query, ...inQuery } }),
      requestOf(route, input, bearer, init),
    ).catch((error: unknown) => {
      if (input.signal?.aborted) throw error;
      throw new ApiError(0, 'unavailable', 'The server cannot be reached.', String(error));
    });
    if (!response.ok) throw await apiErrorOf(response);
    return response;
  };
  return {
    options,
    url: (name, input) => options.baseUrl + routeUrl(routeTable[name], input as LooseInput),
    fetch: (name, input, init) => send(name, input as LooseInput, init),
    async call<N extends RouteName>(name: N, input: CallInput<N>): Promise<CallAnswer<N> | undefined> {
      const response = await send(name, input as LooseInput);
      const { answerKind = 'json' }: RouteLine = routeTable[name];
      if (response.status === 204 || answerKind !== 'json') return undefined;
      const body: unknown = await response.json();
      return (options.parseAnswer ? options.parseAnswer(name, body) : body) as CallAnswer<N>;
    },
  };
};
