import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { postmasterReacts } from './keep-postmaster-running.ts';

const listenWith = async (onConnection: (socket: Socket) => void): Promise<number> => {
  const server = createServer(onConnection).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
};

test('an answer to the request for TLS is a reaction, and so is a closed connection', async () => {
  const answering = await listenWith((socket) => socket.once('data', () => socket.write('N')));
  expect(await postmasterReacts(answering, 60_000)).toBe(true);
  const closing = await listenWith((socket) => socket.end());
  expect(await postmasterReacts(closing, 60_000)).toBe(true);
});

test('silence is none, and neither is a refusal', async () => {
  const silent = await listenWith(() => undefined);
  expect(await postmasterReacts(silent, 20)).toBe(false);
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const closed = once(server, 'close');
  server.close();
  await closed;
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  expect(await postmasterReacts(port, 20)).toBe(false);
});

test('an answer that came while the event loop was busy counts', async () => {
  const answering = await listenWith((socket) => socket.once('data', () => socket.write('N')));
  const reacts = postmasterReacts(answering, 50);
  // The answer of this process can only come once the loop turns: it is blocked from then on until the limit has passed.
  const block = (): void => {
    const until = performance.now() + 200;
    while (performance.now() < until);
  };
  setImmediate(() => setImmediate(block));
  expect(await reacts).toBe(true);
});
