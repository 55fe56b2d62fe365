import { type BrokerBench, FLEET, withBrokerBench } from './bench-broker.ts';
import { insertJobs } from './bench-jobs.ts';
import { perSecond } from './measure.ts';
import { printFigures, times, whole } from './table.ts';

const JOBS = 5_000;

const waitUntilDispatched = async ({ channel }: BrokerBench, count: number): Promise<void> => {
  while ((await channel.checkQueue(FLEET)).messageCount < count)
    await new Promise((resolve) => setTimeout(resolve, 20));
};

/** Dispatches jobs from the database to the broker: each message is confirmed and its job QUEUED. */
const dispatchedPerSecond = async (bench: BrokerBench): Promise<number> => {
  await bench.channel.purgeQueue(FLEET);
  await bench.whileAway(async () => void (await insertJobs(bench.postgres, JOBS, 'SUBMITTED')));
  await waitUntilDispatched(bench, JOBS);
  const { rows } = await bench.postgres.query<{ rate: number }>(
    `select (count(*) / extract(epoch from max(queued_at) - min(queued_at)))::double precision as rate
     from (select queued_at from jobs where state = 'QUEUED' order by id desc limit $1) latest`,
    [JOBS],
  );
  return rows[0]?.rate ?? Number.NaN;
};

/** Publishes messages of the same size, each confirmed, 200 at a time. */
const publishedPerSecond = async ({ channel }: BrokerBench): Promise<number> => {
  await channel.assertQueue('bench.raw', { durable: true });
  const body = Buffer.alloc(1_100, 'x');
  return perSecond(JOBS, async () => {
    for (let sent = 0; sent < JOBS; sent += 200) {
      for (let n = 0; n < 200; n += 1)
        channel.sendToQueue('bench.raw', body, { persistent: true, mandatory: true });
      await channel.waitForConfirms();
    }
  });
};

await withBrokerBench(
  async (bench) => {
    await dispatchedPerSecond(bench);
    const dispatched = await dispatchedPerSecond(bench);
    const published = await publishedPerSecond(bench);
    printFigures('RabbitMQ lane: jobs dispatched per second', [
      {
        what: 'jobs dispatched: confirmed by the broker, QUEUED in the database',
        value: whole(dispatched),
        ratio: `${times(dispatched / published)} bare publishing`,
      },
      { what: 'bare messages published and confirmed, 200 at a time', value: whole(published) },
    ]);
  },
  { settings: { PAWPRINT_DISPATCH_WINDOW: '100000' } },
);
