import { createWriteStream } from 'node:fs';
import { extname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStreamDefaultReader } from 'node:stream/web';
import { backoffMs, sleep } from '@pawprint/async';
import type { Job } from '../job/job.ts';
import { type RetryingClient, retryWhileAway } from '../retrying-client.ts';

/** The bytes of the file the job is about. A job about a dataset has none: both methods throw then. */
export interface JobInput {
  /**
   * The bytes as they come, in any number of chunks. A connection that breaks is resumed where it broke. Each call
   * reads the file again.
   * @example for await (const chunk of ctx.input.stream()) hash.update(chunk);
   */
  readonly stream: () => Readable;
  /**
   * The path of a temporary file with the bytes, for programs and libraries that want one. It keeps the extension of
   * the file's name and nothing else of it. It is downloaded once, and removed when the handler has ended.
   */
  readonly file: () => Promise<string>;
}

const SAFE_EXTENSION = /^\.[A-Za-z0-9]{1,16}$/;

/** The file's owner chose its name: only a plain extension of it may become part of a path. */
const localName = (filename: string | null): string => {
  const extension = extname(filename ?? '');
  return SAFE_EXTENSION.test(extension) ? `input${extension.toLowerCase()}` : 'input';
};

export const createJobInput = (job: Job, open: () => Readable, folder: () => Promise<string>): JobInput => {
  const stream = () => {
    if (job.resource.type === 'file') return open();
    throw new Error(`The job is about the dataset “${job.resource.name}”, which has no bytes of its own.`);
  };
  const save = async (): Promise<string> => {
    const path = join(await folder(), localName(job.filename));
    await pipeline(stream(), createWriteStream(path));
    return path;
  };
  let saved: Promise<string> | undefined;
  return { stream, file: () => (saved ??= save()) };
};

interface DownloadPorts {
  /** Calls with the job's own credential. */
  readonly client: RetryingClient;
  readonly signal: AbortSignal;
}

/** A download that breaks so often at the same byte fails: it would break there for ever. */
const MAX_BREAKS_AT_ONE_BYTE = 10;

type ByteReader = ReadableStreamDefaultReader<Uint8Array>;

/** Requests the bytes from an offset on. Waits while the server is unreachable. */
const requestFrom = ({ client, signal }: DownloadPorts, id: string, offset: number): Promise<Response> => {
  const range = offset > 0 ? { range: `bytes=${offset}-` } : undefined;
  // Without JSON in it the server would break off what it refuses. A compressed answer could not be resumed by byte.
  const headers = { accept: '*/*, application/json', 'accept-encoding': 'identity', ...range };
  return retryWhileAway(client.ports, 'downloadFile', signal, () =>
    client.client.fetch('downloadFile', { params: { id }, headers, signal }),
  );
};

interface Connection {
  isBroken: boolean;
}

/** The bytes of one answer. They end early if the connection breaks; `connection` says whether it did. */
async function* readBytes(response: Response, connection: Connection): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader() as ByteReader | undefined;
  const next = () =>
    reader?.read().then(
      ({ value }) => value,
      () => {
        connection.isBroken = true;
        return undefined;
      },
    );
  try {
    for (let chunk = await next(); chunk; chunk = await next()) yield chunk;
  } finally {
    await reader?.cancel().catch(() => undefined);
  }
}

/** Skips the bytes already read, for a server that ignores the range and sends them again. */
async function* skipBytes(bytes: number, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let left = bytes;
  for await (const chunk of chunks) {
    if (left < chunk.length) yield chunk.subarray(left);
    left = Math.max(0, left - chunk.length);
  }
}

/** Undefined for a chunked answer, as those of Clowder v1 are. */
const lengthOf = (response: Response): number | undefined => {
  const length = response.headers.get('content-length');
  return length === null ? undefined : Number(length);
};

async function* download(
  ports: DownloadPorts,
  id: string,
  sizeBytes: number | null,
): AsyncGenerator<Uint8Array> {
  let size = sizeBytes ?? undefined;
  let offset = 0;
  let breaks = 0;
  while (size === undefined || offset < size) {
    const response = await requestFrom(ports, id, offset);
    if (offset === 0) size ??= lengthOf(response);
    const start = offset;
    const connection = { isBroken: false };
    const chunks = readBytes(response, connection);
    for await (const chunk of skipBytes(response.status === 206 ? 0 : offset, chunks)) {
      offset += chunk.length;
      yield chunk;
    }
    if (size === undefined ? !connection.isBroken : offset >= size) return;
    ports.signal.throwIfAborted();
    breaks = offset > start ? 1 : breaks + 1;
    if (breaks > MAX_BREAKS_AT_ONE_BYTE) throw new Error(`The input cannot be read past byte ${offset}.`);
    const { firstPauseMs, longestPauseMs } = ports.client.ports;
    await sleep(backoffMs(breaks, { firstMs: firstPauseMs, longestMs: longestPauseMs }), ports.signal);
  }
}

/**
 * A file's bytes in order and without a gap: a connection that breaks is resumed where it broke.
 * @param sizeBytes where the bytes end; null leaves it to the server's first answer.
 */
export const downloadStream = (ports: DownloadPorts, id: string, sizeBytes: number | null): Readable =>
  Readable.from(download(ports, id, sizeBytes), { objectMode: false });
