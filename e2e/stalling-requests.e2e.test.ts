import { createStallingRequests, watchHealth } from '@pawprint/testing';
import { expect, test } from 'vitest';
import { useServer } from './use-server.ts';

const server = useServer();

/** How long the server was held up is printed, and measured by `npm run bench -- stalling-requests`. */
test('requests that are made to stall the server are refused, or answered beside others', async () => {
  const health = await watchHealth(server().url, server().process.pid);
  for (const { name, expected, send } of await createStallingRequests(server())) {
    await health.longest();
    const statuses = await send();
    const { longestMs } = await health.longest();
    console.log(`${longestMs.toFixed(0)} ms: the longest /api/health during ${name}`);
    for (const status of statuses) expect(expected, name).toContain(status);
  }
  await health.stop();
});
