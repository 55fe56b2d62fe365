import type { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Slots } from '@pawprint/async';
import type { FastifyRequest } from 'fastify';
import type { JsonBytes } from '../../model/json-bytes.ts';
import { DOCUMENT_TOO_DEEP, type Refusal, RefusedRequest, refuse } from '../../model/refusal.ts';
import { callerKey } from '../caller-key.ts';
import { type BodyLimit, SMALL_BODY } from './body-limits.ts';
import { createJsonMeter } from './json-size.ts';
import { parseJson } from './large-body.ts';
import type { LargeBodyParser } from './parse-large-body.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Default: that of a small body. */
    readonly bodyLimit?: BodyLimit;
  }
  interface FastifyRequest {
    /** The documents of a large body, which `body` does not contain; null for any other body. */
    documents: Readonly<Record<string, JsonBytes>> | null;
  }
}

interface JsonReaderPorts {
  readonly parser: LargeBodyParser;
  /** For large bodies: each is in memory as a whole until it is parsed. */
  readonly slots: Slots;
}

/**
 * Reads the JSON body of a request. It is measured while it arrives, and what is too large is refused before it is parsed.
 * A small body is parsed here, a large one in another thread. Undefined: there is none.
 */
export const createJsonReader = ({ parser, slots }: JsonReaderPorts) => {
  const parseSmall = createSmallParser();

  const readLarge = async (request: FastifyRequest, body: ArrivingBody): Promise<unknown> => {
    // While it waits the rest is not read, so it stays with the client.
    const leave = await slots.enter(callerKey(request));
    if (leave === 'too_busy') throw new RefusedRequest(TOO_BUSY);
    try {
      await body.readOn(Number.POSITIVE_INFINITY);
      const result = await parser.parse(body.takeBytes(), body.limit.documents ?? []);
      if (result === 'malformed') throw new RefusedRequest(MALFORMED);
      if (result === 'too_large') throw new RefusedRequest(ONLY_DOCUMENTS_LARGE);
      request.documents = result.documents;
      return result.body;
    } finally {
      leave();
    }
  };

  return async (request: FastifyRequest, payload: Readable): Promise<unknown> => {
    // Nothing looks at a body that was sent to an unknown address.
    if (request.is404) return undefined;
    const limit = request.routeOptions.config.bodyLimit ?? SMALL_BODY;
    if (Number(request.headers['content-length'] ?? 0) > limit.bytes)
      throw new RefusedRequest(tooManyBytes(limit));
    const body = createArrivingBody(payload, limit);
    return (await body.readOn(SMALL_BODY.bytes)) && body.nodes() <= SMALL_BODY.nodes
      ? parseSmall(body.takeBytes())
      : readLarge(request, body);
  };
};

interface ArrivingBody {
  readonly limit: BodyLimit;
  /** Reads until more than so many bytes have come. Resolves to whether they were all. */
  readonly readOn: (bytes: number) => Promise<boolean>;
  readonly nodes: () => number;
  readonly takeBytes: () => Uint8Array<ArrayBuffer>;
}

const createArrivingBody = (payload: Readable, limit: BodyLimit): ArrivingBody => {
  const meter = createJsonMeter(limit);
  // The stream has to outlive a refusal, or its connection would be closed before the answer is sent.
  const parts = payload.iterator({ destroyOnReturn: false });
  const received: Uint8Array[] = [];
  let length = 0;
  let nodes = 0;
  const add = (part: Uint8Array): void => {
    length += part.length;
    if (length > limit.bytes) throw new RefusedRequest(tooManyBytes(limit));
    const size = meter.add(part);
    if (size === 'too_deep') throw new RefusedRequest(DOCUMENT_TOO_DEEP);
    if (size === 'too_many_nodes') throw new RefusedRequest(tooManyNodes(limit));
    nodes = size.nodes;
    received.push(part);
  };
  return {
    limit,
    async readOn(bytes) {
      while (length <= bytes) {
        const next = await parts.next().catch(refuseBrokenBody);
        if (next.done === true) return true;
        add(next.value as Uint8Array);
      }
      return false;
    },
    nodes: () => nodes,
    takeBytes() {
      const bytes = new Uint8Array(length);
      let at = 0;
      for (const part of received.splice(0)) {
        bytes.set(part, at);
        at += part.length;
      }
      return bytes;
    },
  };
};

/** The connection broke, or what was sent as compressed is not. */
const refuseBrokenBody = (): never => {
  throw new RefusedRequest(refuse('bad_request', 'The body ended too early, or cannot be decompressed.'));
};

/** Parsed at once: it takes no longer than to answer a request. */
const TINY_BYTES = 16 * 1_024;

/** Parses one body in each turn of the event loop, so that many at once hold nobody else up. */
const createSmallParser = () => {
  let last: Promise<unknown> = Promise.resolve();
  return async (bytes: Uint8Array): Promise<unknown> => {
    if (bytes.length <= TINY_BYTES) return parseOrRefuse(bytes);
    const parsed = last.then(() => parseOrRefuse(bytes));
    last = parsed.catch(() => undefined).then(() => nextTurn());
    return parsed;
  };
};

const parseOrRefuse = (bytes: Uint8Array): unknown => {
  if (bytes.length === 0) return undefined;
  try {
    return parseJson(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString());
  } catch {
    throw new RefusedRequest(MALFORMED);
  }
};

const MALFORMED = refuse('malformed_json', 'The body is not valid JSON.');

const TOO_BUSY: Refusal = {
  ...refuse('unavailable', 'The server has as many large documents to read as it can. Try again soon.'),
  retryAfterS: 10,
};

const tooManyBytes = ({ bytes }: BodyLimit): Refusal =>
  refuse('too_large', `The body is larger than the ${Math.round(bytes / 1_024)} kB that are taken here.`);

const tooManyNodes = ({ nodes }: BodyLimit): Refusal =>
  refuse('too_large', `The JSON has more than the ${nodes} values and keys that are taken here.`);

const ONLY_DOCUMENTS_LARGE = refuse('too_large', 'Around the content of metadata, the body is too large.');
