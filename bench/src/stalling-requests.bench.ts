import { setTimeout as passes } from 'node:timers/promises';
import { createStallingRequests, watchHealth } from '@pawprint/testing';
import { withBenchServer } from './bench-server.ts';
import { printFigures } from './table.ts';

const QUIET_MS = 5_000;

await withBenchServer(async (server) => {
  const health = await watchHealth(server.url);
  const figures = [];
  await health.longestMs();
  await passes(QUIET_MS);
  const quiet = await health.longestMs();
  figures.push({ what: `nothing else, for ${QUIET_MS / 1_000} s`, value: `${quiet.toFixed(0)} ms` });
  for (const { name, send } of await createStallingRequests(server)) {
    await health.longestMs();
    const begun = performance.now();
    const statuses = await send();
    const seconds = (performance.now() - begun) / 1_000;
    const longest = await health.longestMs();
    const answers = [...new Set(statuses)].toSorted((one, other) => one - other).join(', ');
    figures.push({
      what: `${name} (${answers}, ${seconds.toFixed(1)} s)`,
      value: `${longest.toFixed(0)} ms`,
    });
  }
  await health.stop();
  printFigures('The longest GET /api/health during requests that are made to stall the server', figures);
});
