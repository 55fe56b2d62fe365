import { Readable } from 'node:stream';
import type { ReadableStreamDefaultReader } from 'node:stream/web';
import { pauseAfter, restUntil } from '../server/pause.ts';
import { persist } from '../server/persist.ts';
import type { RetryingClient } from '../server/retrying-client.ts';

export interface DownloadPorts {
  /** Speaks with the job's own credential. */
  readonly client: RetryingClient;
  readonly signal: AbortSignal;
}

/** A download that breaks so often at the same byte will never get past it. */
const MOST_BREAKS_AT_ONE_BYTE = 10;

type ByteReader = ReadableStreamDefaultReader<Uint8Array>;

/** Asks for the bytes from an offset on. Waits for a server that is away. */
const requestFrom = ({ client, signal }: DownloadPorts, id: string, offset: number): Promise<Response> => {
  const range = offset > 0 ? { range: `bytes=${offset}-` } : undefined;
  // A compressed answer could not be resumed by byte.
  const headers = { accept: '*/*', 'accept-encoding': 'identity', ...range };
  return persist(client.ports, 'downloadFile', signal, () =>
    client.client.fetch('downloadFile', { params: { id }, headers, signal }),
  );
};

/** How the bytes of one answer ended. */
interface Ending {
  broke: boolean;
}

/** A connection that broke looks like an end here; `ending` tells one from the other. */
async function* untilBroken(response: Response, ending: Ending): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader() as ByteReader | undefined;
  const next = () =>
    reader?.read().then(
      ({ value }) => value,
      () => {
        ending.broke = true;
        return undefined;
      },
    );
  try {
    for (let chunk = await next(); chunk; chunk = await next()) yield chunk;
  } finally {
    await reader?.cancel().catch(() => undefined);
  }
}

/** What a server that ignores the range sends again is left out. */
async function* withoutFirst(bytes: number, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let left = bytes;
  for await (const chunk of chunks) {
    if (left < chunk.length) yield chunk.subarray(left);
    left = Math.max(0, left - chunk.length);
  }
}

/** Undefined for an answer that comes in pieces until it ends, as Clowder v1's do. */
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
    const begun = offset;
    const ending = { broke: false };
    const chunks = untilBroken(response, ending);
    for await (const chunk of withoutFirst(response.status === 206 ? 0 : offset, chunks)) {
      offset += chunk.length;
      yield chunk;
    }
    if (size === undefined ? !ending.broke : offset >= size) return;
    ports.signal.throwIfAborted();
    breaks = offset > begun ? 1 : breaks + 1;
    if (breaks > MOST_BREAKS_AT_ONE_BYTE) throw new Error(`The input cannot be read past byte ${offset}.`);
    await restUntil(pauseAfter(breaks, Math.random(), ports.client.ports), ports.signal);
  }
}

/**
 * A file's bytes in order and without a gap: where the connection breaks, it goes on from there.
 * @param sizeBytes where the bytes end; null leaves it to the server's first answer.
 */
export const downloadStream = (ports: DownloadPorts, id: string, sizeBytes: number | null): Readable =>
  Readable.from(download(ports, id, sizeBytes), { objectMode: false });
