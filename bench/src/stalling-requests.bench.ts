import { setTimeout as passes } from 'node:timers/promises';
import { createStallingRequests, type HealthWatch, watchHealth } from '@pawprint/testing';
import { withBenchServer } from './bench-server.ts';
import { type Figure, printFigures } from './table.ts';

const QUIET_MS = 5_000;

/** The longest answer while the work went on, and of it the part in which the server was not waiting for a processor. */
const measure = async (
  health: HealthWatch,
  name: string,
  work: () => Promise<readonly number[]>,
): Promise<Figure> => {
  await health.longest();
  const begun = performance.now();
  const answers = [...new Set(await work())].toSorted((one, other) => one - other);
  const seconds = (performance.now() - begun) / 1_000;
  const { longestMs, longestAtWorkMs } = await health.longest();
  return {
    what: `${name} (${[...answers, `${seconds.toFixed(1)} s`].join(', ')})`,
    value: `${longestAtWorkMs.toFixed(0)} ms`,
    ratio: `${longestMs.toFixed(0)} ms`,
  };
};

await withBenchServer(async (server) => {
  const health = await watchHealth(server.url, server.process.pid);
  const figures = [
    await measure(health, 'nothing else', async () => {
      await passes(QUIET_MS);
      return [];
    }),
  ];
  for (const { name, send } of await createStallingRequests(server))
    figures.push(await measure(health, name, send));
  await health.stop();
  printFigures(
    'The longest GET /api/health during requests that are made to stall the server; on the right with the time in which other programs had the processors',
    figures,
  );
});
