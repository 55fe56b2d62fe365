import { type ChannelModel, connect } from 'amqplib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RabbitBroker, startRabbitBroker } from './rabbitmq-broker.ts';

let broker: RabbitBroker;

beforeAll(async () => {
  broker = await startRabbitBroker();
});

afterAll(() => broker.close());

const closed = (connection: ChannelModel): Promise<void> =>
  new Promise((resolve) => {
    connection.on('error', () => {});
    connection.once('close', () => resolve());
  });

const leaveMessage = async (queue: string): Promise<ChannelModel> => {
  const connection = await connect(broker.url);
  const channel = await connection.createConfirmChannel();
  await channel.assertQueue(queue);
  channel.sendToQueue(queue, Buffer.from('kept'), { persistent: true });
  await channel.waitForConfirms();
  return connection;
};

const takeMessage = async (queue: string): Promise<string | undefined> => {
  const connection = await connect(broker.url);
  const channel = await connection.createChannel();
  const message = await channel.get(queue, { noAck: true });
  await connection.close();
  return message ? message.content.toString() : undefined;
};

test.each(['stop', 'kill'] as const)(
  'a node keeps its address and its messages over %s and start',
  async (end) => {
    const connection = await leaveMessage(end);
    const disconnected = closed(connection);

    await broker[end]();
    await disconnected;
    await expect(connect(broker.url)).rejects.toThrow(/ECONNREFUSED/);
    await broker.start();

    expect(await takeMessage(end)).toBe('kept');
  },
);

test('rabbitmqctl runs against this node, and its errors reject', async () => {
  await broker.ctl('add_vhost', 'prairie');

  expect(await broker.ctl('list_vhosts', 'name')).toContain('prairie');
  await expect(broker.ctl('delete_vhost', 'unknown')).rejects.toThrow(/unknown/);
});

test('an Erlang expression gives its value, or rejects', async () => {
  expect(await broker.evaluate('1 + 1')).toBe('2');
  await expect(broker.evaluate('ok = rabbit_vhost:delete(<<"none">>, <<"tests">>)')).rejects.toThrow(/none/);
});
