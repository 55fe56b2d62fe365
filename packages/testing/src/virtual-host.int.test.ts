import { connect } from 'amqplib';
import { expect, test } from 'vitest';
import { createVirtualHost } from './virtual-host.ts';

const declareQueue = async (url: string, queue: string): Promise<void> => {
  const connection = await connect(url);
  const channel = await connection.createChannel();
  await channel.assertQueue(queue);
  await connection.close();
};

const hasQueue = async (url: string, queue: string): Promise<boolean> => {
  const connection = await connect(url);
  const channel = await connection.createChannel();
  channel.on('error', () => {});
  const found = await channel.checkQueue(queue).then(
    () => true,
    () => false,
  );
  await connection.close();
  return found;
};

test('a virtual host is its own', async () => {
  const one = await createVirtualHost();
  const other = await createVirtualHost();
  await declareQueue(one.url, 'ncsa.wordcount');

  expect(await hasQueue(one.url, 'ncsa.wordcount')).toBe(true);
  expect(await hasQueue(other.url, 'ncsa.wordcount')).toBe(false);
  await one.delete();
  await other.delete();
});

test('a deleted virtual host takes no connection', async () => {
  const host = await createVirtualHost();
  await host.delete();

  await expect(connect(host.url)).rejects.toThrow(/ConnectionClose/);
});
