import { createSignal } from '@pawprint/testing';
import { expect, test } from 'vitest';
import { startInstance } from '../../test-lane/running-instance.ts';

test('heartbeats are sent while a handler runs', async () => {
  const released = createSignal();
  const { lane } = await startInstance(() => released.given, { timings: { heartbeatMs: 20 } });
  const job = lane.addJob();
  await lane.until(() => job.attempt === 1);
  const before = lane.calls('sendHeartbeat').length;
  await lane.until(() => lane.calls('sendHeartbeat').length >= before + 3);
  expect(job.ended).toBe(false);
  released.give();
  await lane.until(() => job.ended);
});

test('heartbeats do not pile up while the server is unreachable', async () => {
  const { lane, log } = await startInstance(() => undefined, { timings: { heartbeatMs: 5 } });
  await lane.until(() => lane.calls('sendHeartbeat').length >= 1);
  await lane.close();
  const tries = () => log.filter((line) => line.startsWith('sendHeartbeat: The server cannot be reached'));
  await expect.poll(tries).toHaveLength(1);
  const before = lane.calls('sendHeartbeat').length;
  await lane.listen();
  await lane.until(() => lane.calls('sendHeartbeat').length > before);
  expect(tries()).toHaveLength(1);
});

test('a refused heartbeat is logged and the instance goes on', async () => {
  const { lane, log } = await startInstance(() => undefined, { timings: { heartbeatMs: 20 } });
  lane.failNext('sendHeartbeat', { status: 403, code: 'forbidden' });
  await expect.poll(() => log.join()).toContain('The server refused a heartbeat: fault 403');
  const job = lane.addJob();
  await lane.until(() => job.ended);
});
