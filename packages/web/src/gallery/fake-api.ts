import type { CallAnswer, ErrorCode, RouteName } from '@pawprint/protocol';
import { routeTable } from '@pawprint/protocol/client';

/** An answer that never comes. */
export const PENDING = Symbol('pending');

/** A refusal, as the server writes it. */
export class Refusal {
  readonly status: number;
  readonly body: { readonly error: { readonly code: ErrorCode; readonly message: string } };

  constructor(status: number, code: ErrorCode, message: string) {
    this.status = status;
    this.body = { error: { code, message } };
  }
}

/** Bytes of a file that are made when they are asked for, so that a file can be larger than the memory. */
export interface MadeBytes {
  readonly size: number;
  readonly read: (start: number, end: number) => Uint8Array<ArrayBuffer>;
}

export type Bytes = string | Uint8Array<ArrayBuffer> | MadeBytes;

type AnswerOf<N extends RouteName> = undefined extends CallAnswer<N> ? Bytes : CallAnswer<N>;

type Answer<N extends RouteName> = AnswerOf<N> | Refusal | typeof PENDING;

/** What each route answers, by its name; a function gets the query and the body. Of bytes, the range is answered that was asked for. */
export type Answers = {
  readonly [N in RouteName]?: Answer<N> | ((query: URLSearchParams, body: unknown) => Answer<N>);
} & {
  /** Of the routes that are a library's and not in the route table. */
  readonly [route: `GET /api/auth/${string}`]: object | Refusal | typeof PENDING;
};

const DEFAULTS: Answers = {
  showMe: {
    id: 'u1',
    email: 'ana@example.org',
    name: 'Ana Ruiz',
    role: 'admin',
    rights: ['create', 'operate', 'inspect', 'audit', 'administer'],
  },
  listExtractors: [],
  listWatches: { items: [], offers_mail: false },
  countInstances: { extractors: 0, instances: { live: 0, late: 0, stopped: 0, gone: 0 }, consumers: 0 },
};

interface FakeApi {
  /** How many requests got no answer because the example says so. */
  readonly pendingCount: () => number;
  /** Requests that the example has no answer for. */
  readonly unanswered: readonly string[];
}

const realFetch = globalThis.fetch;
let current: { readonly answers: Answers; pending: number; readonly unanswered: string[] } | undefined;

/** From now on, requests to the API get these answers. Requests for anything else go out as usual. */
export const installFakeApi = (answers: Answers): FakeApi => {
  const state = { answers: { ...DEFAULTS, ...answers }, pending: 0, unanswered: [] as string[] };
  current = state;
  globalThis.fetch = fakeFetch;
  return { pendingCount: () => state.pending, unanswered: state.unanswered };
};

const fakeFetch: typeof fetch = async (input, init) => {
  const state = current;
  const url = new URL(input instanceof Request ? input.url : input, location.href);
  if (!state || !url.pathname.startsWith('/api/')) return realFetch(input, init);
  const method = init?.method ?? 'GET';
  const name = routeOf(method, url.pathname);
  if (name === 'streamJobs') return openStream(init?.signal);
  const found = name
    ? state.answers[name]
    : state.answers[`GET /api/auth/${url.pathname.slice('/api/auth/'.length)}`];
  const answer = typeof found === 'function' ? found(url.searchParams, bodyOf(init)) : found;
  if (answer === PENDING) {
    state.pending += 1;
    return new Promise(() => undefined);
  }
  if (answer === undefined) state.unanswered.push(`${method} ${url.pathname}`);
  // A later task, as with a real answer: the component is rendered once while it waits.
  await new Promise((resolve) => setTimeout(resolve, 0));
  if (answer instanceof Refusal) return Response.json(answer.body, { status: answer.status });
  if (isBytes(answer)) return bytesAnswer(answer, new Headers(init?.headers));
  if (answer === undefined) return Response.json({}, { status: 501 });
  return Response.json(answer);
};

const isBytes = (answer: unknown): answer is Bytes =>
  typeof answer === 'string' || answer instanceof Uint8Array || (isObject(answer) && 'read' in answer);

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const bytesAnswer = (bytes: Bytes, headers: Headers): Response => {
  const { size, read } = madeOf(bytes);
  const range = /^bytes=(\d+)-(\d+)$/.exec(headers.get('range') ?? '');
  if (!range) return new Response(read(0, size));
  return new Response(read(Number(range[1]), Math.min(Number(range[2]) + 1, size)), { status: 206 });
};

const madeOf = (bytes: Bytes): MadeBytes => {
  if (typeof bytes === 'string') return madeOf(new TextEncoder().encode(bytes));
  if (!(bytes instanceof Uint8Array)) return bytes;
  return { size: bytes.length, read: (start, end) => bytes.slice(start, end) };
};

const bodyOf = (init: RequestInit | undefined): unknown =>
  typeof init?.body === 'string' ? (JSON.parse(init.body) as unknown) : undefined;

const isRouteName = (name: string): name is RouteName => name in routeTable;

const routeOf = (method: string, path: string): RouteName | undefined =>
  Object.keys(routeTable)
    .filter(isRouteName)
    .find((name) => routeTable[name].method === method && pathPattern(routeTable[name].path).test(path));

const pathPattern = (path: string): RegExp => new RegExp(`^${path.replaceAll(/:[a-z_]+/g, '[^/]+')}$`);

const streams = new Set<ReadableStreamDefaultController<Uint8Array>>();

export const countStreams = (): number => streams.size;

/** Sends this to every stream of live updates that is open. */
export const sendToStreams = (frame: string): void => {
  for (const stream of streams) stream.enqueue(new TextEncoder().encode(frame));
};

/** Live updates that send nothing by themselves but one keep-alive. */
const openStream = (signal: AbortSignal | null | undefined): Response => {
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      const close = (): void => {
        streams.delete(controller);
        controller.error(signal?.reason);
      };
      streams.add(controller);
      controller.enqueue(new TextEncoder().encode(': keep-alive\n\n'));
      signal?.addEventListener('abort', close, { once: true });
    },
  });
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
};
