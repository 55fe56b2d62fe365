import { createParser, type EventSourceMessage } from 'eventsource-parser';

/** The server sends a keep-alive every 15 s; three missed ones mean a dead connection nobody told us about. */
const SILENCE_LIMIT_MS = 45_000;

export interface StreamReader {
  readonly onMessage: (message: EventSourceMessage) => void;
  /** Anything came, also a keep-alive. */
  readonly onHeard: () => void;
}

/** Reads one SSE answer to its end. Resolves when the server ends it; rejects when it breaks or falls silent. */
export const readStream = async (
  open: (signal: AbortSignal) => Promise<Response>,
  reader: StreamReader,
  closing: AbortSignal,
): Promise<void> => {
  const silent = new AbortController();
  const armed = () => setTimeout(() => silent.abort(new Error('The stream fell silent.')), SILENCE_LIMIT_MS);
  let timer = armed();
  try {
    const response = await open(AbortSignal.any([closing, silent.signal]));
    const chunks = response.body?.getReader();
    const parser = createParser({ onEvent: reader.onMessage });
    const decoder = new TextDecoder();
    for (let chunk = await chunks?.read(); chunk && !chunk.done; chunk = await chunks?.read()) {
      clearTimeout(timer);
      timer = armed();
      reader.onHeard();
      parser.feed(decoder.decode(chunk.value as Uint8Array, { stream: true }));
    }
  } finally {
    clearTimeout(timer);
  }
};
