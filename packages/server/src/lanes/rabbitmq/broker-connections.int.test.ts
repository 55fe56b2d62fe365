import { createCuttableProxy, createVirtualHost, type VirtualHost } from '@pawprint/testing';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Check } from '../../model/readiness.ts';
import { openBrokerConnections } from './broker-connections.ts';

let host: VirtualHost;
beforeAll(async () => {
  host = await createVirtualHost();
});
afterAll(() => host.delete());

const open = async () => {
  const proxy = await createCuttableProxy(host.url);
  onTestFinished(() => proxy.close());
  const changes: Check[] = [];
  const broker = await openBrokerConnections({
    broker: { uris: [proxy.url] },
    name: 'test',
    setUpPublishing: async () => undefined,
    setUpConsuming: async () => undefined,
    onChange: (check) => changes.push(check),
  });
  onTestFinished(() => broker.close());
  return { broker, changes, proxy };
};

const AWAY = { ok: false, reason: expect.stringMatching(/^RabbitMQ is away: /) };

test('before the first try to connect the broker is away, and no change is reported', async () => {
  const { broker, changes } = await open();
  expect(broker.check()).toEqual({ ok: false, reason: 'RabbitMQ is away: not connected yet' });
  expect(broker.takesMessages()).toBe(false);
  expect(changes).toEqual([]);
});

test('a change of both connections together is reported once', async () => {
  const { broker, changes, proxy } = await open();
  await expect.poll(() => changes).toEqual([{ ok: true }]);
  expect(broker.takesMessages()).toBe(true);
  proxy.cut();
  await expect.poll(() => changes).toEqual([{ ok: true }, AWAY]);
  proxy.mend();
  await expect.poll(() => changes).toEqual([{ ok: true }, AWAY, { ok: true }]);
  expect(broker.check()).toEqual({ ok: true });
});
