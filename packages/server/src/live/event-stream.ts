import type { FastifyReply } from 'fastify';

/** How much may wait for a slow client. Beyond it the stream ends, and the client resumes from its last event. */
const BUFFER_LIMIT_BYTES = 1_048_576;

/** One response of Server-Sent Events. */
export interface EventStream {
  readonly isOpen: boolean;
  send(frames: string | Uint8Array): void;
  /** Resolves when the client has received what was sent, or has left. */
  drained(): Promise<void>;
  end(): void;
  onClose(callback: () => void): void;
}

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  // nginx would otherwise send frames only when its buffer is full.
  'x-accel-buffering': 'no',
};

export const openEventStream = (reply: FastifyReply): EventStream => {
  const { raw } = reply.hijack();
  const closed = new Promise<void>((resolve) => raw.once('close', resolve));
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) raw.setHeader(name, value);
  }
  raw.writeHead(200, HEADERS);
  // The comment shows a client at once that it is connected; the first event may come much later.
  raw.write('retry: 1000\n: hello\n\n');
  return {
    get isOpen() {
      return !raw.writableEnded && !raw.destroyed;
    },
    send(frames) {
      if (!this.isOpen) return;
      raw.write(frames);
      if (raw.writableLength > BUFFER_LIMIT_BYTES) raw.destroy();
    },
    async drained() {
      if (!raw.writableNeedDrain) return;
      await Promise.race([new Promise((resolve) => raw.once('drain', resolve)), closed]);
    },
    end() {
      if (this.isOpen) raw.end();
    },
    onClose(callback) {
      if (raw.closed) callback();
      else raw.once('close', callback);
    },
  };
};
