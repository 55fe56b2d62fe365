import { type Channel, connect } from 'amqplib';
import { expect, test } from 'vitest';
import { createVirtualHost } from './virtual-host.ts';

const onChannel = async <Result>(
  url: string,
  work: (channel: Channel) => Promise<Result>,
): Promise<Result> => {
  const connection = await connect(url);
  try {
    const channel = await connection.createChannel();
    channel.on('error', () => {});
    return await work(channel);
  } finally {
    await connection.close();
  }
};

const declareQueue = (url: string, queue: string): Promise<unknown> =>
  onChannel(url, (channel) => channel.assertQueue(queue));

const hasQueue = (url: string, queue: string): Promise<boolean> =>
  onChannel(url, (channel) =>
    channel.checkQueue(queue).then(
      () => true,
      () => false,
    ),
  );

test('virtual hosts are separate', async () => {
  const one = await createVirtualHost();
  const other = await createVirtualHost();
  await declareQueue(one.url, 'ncsa.wordcount');

  expect(await hasQueue(one.url, 'ncsa.wordcount')).toBe(true);
  expect(await hasQueue(other.url, 'ncsa.wordcount')).toBe(false);
  await one.delete();
  await other.delete();
});

test('a deleted virtual host accepts no connection', async () => {
  const host = await createVirtualHost();
  await host.delete();

  await expect(connect(host.url)).rejects.toThrow(/ConnectionClose/);
});

test('a user has the permissions it was given, and no others', async () => {
  const host = await createVirtualHost();
  const url = await host.urlWith({ configure: '^ncsa\\.', write: '^$', read: '^$' });
  await declareQueue(url, 'ncsa.wordcount');

  await expect(declareQueue(url, 'other')).rejects.toThrow(/ACCESS_REFUSED/);
  await host.delete();
});
