import { createVirtualHost, type VirtualHost } from '@pawprint/testing';
import { type ChannelModel, connect } from 'amqplib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCancelAnnouncer } from './cancel-announcer.ts';

let host: VirtualHost;
let model: ChannelModel;
beforeAll(async () => {
  host = await createVirtualHost();
  model = await connect(host.url);
});
afterAll(async () => {
  await model.close().catch(() => undefined);
  await host.delete();
});

test('a cancel that is announced while the connection closes is no error', async () => {
  const cancels = createCancelAnnouncer();
  await cancels.setup(model);
  const closed = model.close();
  expect(() => cancels.announce('j1')).not.toThrow();
  await closed;
});
