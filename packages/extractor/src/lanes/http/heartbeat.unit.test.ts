import { expect, test } from 'vitest';
import { gate, startInstance } from '../../test-lane/running-instance.ts';

test('an instance beats while a handler runs, whatever the handler does', async () => {
  const { pass, opened } = gate();
  const { lane } = await startInstance(() => opened, { timings: { heartbeatMs: 20 } });
  const job = lane.addJob();
  await lane.until(() => job.attempt === 1);
  const before = lane.calls('sendHeartbeat').length;
  await lane.until(() => lane.calls('sendHeartbeat').length >= before + 3);
  expect(job.ended).toBe(false);
  pass();
  await lane.until(() => job.ended);
});

test('while the server is away one beat keeps trying, and they do not pile up', async () => {
  const { lane, log } = await startInstance(() => undefined, { timings: { heartbeatMs: 5 } });
  await lane.until(() => lane.calls('sendHeartbeat').length >= 1);
  await lane.goAway();
  const tries = () => log.filter((line) => line.startsWith('sendHeartbeat: The server cannot be reached'));
  await expect.poll(tries).toHaveLength(1);
  const before = lane.calls('sendHeartbeat').length;
  await lane.listen();
  await lane.until(() => lane.calls('sendHeartbeat').length > before);
  expect(tries()).toHaveLength(1);
});

test('a refused heartbeat is logged and stops nothing', async () => {
  const { lane, log } = await startInstance(() => undefined, { timings: { heartbeatMs: 20 } });
  lane.failNext('sendHeartbeat', { status: 403, code: 'forbidden' });
  await expect.poll(() => log.join()).toContain('The server refused a heartbeat: fault 403');
  const job = lane.addJob();
  await lane.until(() => job.ended);
});
