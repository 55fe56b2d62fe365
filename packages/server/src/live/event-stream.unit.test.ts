import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type EventStream, openEventStream } from './event-stream.ts';

let app: FastifyInstance;
let opened: Promise<EventStream>;
let port: number;

beforeEach(async () => {
  app = Fastify();
  opened = new Promise((resolve) => {
    app.get('/', (_, reply) => resolve(openEventStream(reply)));
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  port = (app.server.address() as AddressInfo).port;
});
afterEach(() => {
  app.server.closeAllConnections();
  return app.close();
});

const request = () => {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write('GET / HTTP/1.1\r\nhost: pawprint.test\r\n\r\n');
  return socket;
};

test('a client that does not read is disconnected at a limit', async () => {
  const socket = request().pause();
  const stream = await opened;
  const frame = `data: ${'x'.repeat(65_536)}\n\n`;
  let sent = 0;
  for (; stream.isOpen && sent < 1_000; sent += 1) {
    stream.send(frame);
    await new Promise(setImmediate);
  }

  expect(stream.isOpen).toBe(false);
  expect(sent).toBeLessThan(1_000);
  socket.destroy();
});

test('a stream is closed when its client disconnects, for later listeners too', async () => {
  const socket = request();
  const stream = await opened;
  const closed = new Promise<void>((resolve) => stream.onClose(resolve));
  socket.destroy();
  await closed;
  await new Promise<void>((resolve) => stream.onClose(resolve));

  expect(stream.isOpen).toBe(false);
  stream.send('data: unread\n\n');
  await stream.drained();
});

test('an ended stream ends the response of the client', async () => {
  const socket = request();
  const stream = await opened;
  stream.send('data: last\n\n');
  stream.end();
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk.toString();
    if (text.includes('0\r\n\r\n')) socket.end();
  });
  await once(socket, 'close');

  expect(text).toContain('data: last');
});
