import { createCuttableProxy, createVirtualHost, type VirtualHost } from '@pawprint/testing';
import type { ChannelModel } from 'amqplib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrokerConnection } from './broker-connection.ts';
import { createSignal } from './signal.builder.ts';

let host: VirtualHost;
beforeAll(async () => {
  host = await createVirtualHost();
});
afterAll(() => host.delete());

test('a connection that breaks while it is set up is made again, and takes nothing else with it', async () => {
  const proxy = await createCuttableProxy(host.url);
  const connected = createSignal();
  let setups = 0;
  const setup = async (model: ChannelModel): Promise<void> => {
    setups += 1;
    if (setups === 1) proxy.cut();
    await model.createChannel().finally(() => proxy.mend());
  };
  const connection = await openBrokerConnection({
    uri: proxy.url,
    name: 'test',
    setup,
    onState: ({ state }) => state === 'connected' && connected.give(),
  });
  await connected.given;
  expect(setups).toBe(2);
  await connection.close();
  await proxy.close();
});
