import { type BrokerBench, FLEET, withBrokerBench } from './bench-broker.ts';
import { insertJobs } from './bench-jobs.ts';
import { perSecond } from './measure.ts';
import { costOf, type Parts, processorTimes } from './report-backlog.ts';
import { middle, printFigures, spread } from './table.ts';

const JOBS = 5_000;

const waitUntilDispatched = async ({ channel }: BrokerBench, count: number): Promise<void> => {
  while ((await channel.checkQueue(FLEET)).messageCount < count)
    await new Promise((resolve) => setTimeout(resolve, 20));
};

interface Dispatched {
  readonly perSecond: number;
  /** Processor time that 1,000 jobs took, in milliseconds. */
  readonly cost: Parts;
}

/** Ends the jobs of the round before: the server would miss the messages of jobs that wait, and send them again. */
const endJobs = async ({ postgres, channel }: BrokerBench): Promise<void> => {
  await postgres.query(
    "update jobs set state = 'SUCCEEDED', started_at = now(), finished_at = now() where finished_at is null",
  );
  await postgres.query('vacuum analyze');
  await channel.purgeQueue(FLEET);
};

/** Dispatches jobs from the database to the broker: each message is confirmed and its job QUEUED. */
const dispatchAll = async (bench: BrokerBench): Promise<Dispatched> => {
  const before = await bench.whileAway(async () => {
    await endJobs(bench);
    await insertJobs(bench.postgres, JOBS, 'SUBMITTED');
    return processorTimes(bench);
  });
  await waitUntilDispatched(bench, JOBS);
  const cost = costOf(before, await processorTimes(bench), JOBS);
  const { rows } = await bench.postgres.query<{ rate: number }>(
    `with latest as (select queued_at as at from jobs where state = 'QUEUED' order by id desc limit $1)
     select (count(*) filter (where at > first) / extract(epoch from max(at) - first))::float8 as rate
     from latest, (select min(at) as first from latest) batch group by first`,
    [JOBS],
  );
  return { perSecond: rows[0]?.rate ?? Number.NaN, cost };
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

const ROUNDS = 3;

await withBrokerBench(
  async (bench) => {
    await dispatchAll(bench);
    const rounds: { readonly dispatched: Dispatched; readonly published: number }[] = [];
    while (rounds.length < ROUNDS)
      rounds.push({ dispatched: await dispatchAll(bench), published: await publishedPerSecond(bench) });
    const costs = (['broker', 'server', 'postgres'] as const).map((part) =>
      middle(rounds.map(({ dispatched }) => dispatched.cost[part])),
    );
    printFigures(`RabbitMQ lane: jobs dispatched per second, medians of ${ROUNDS} rounds`, [
      {
        what: 'jobs dispatched: confirmed by the broker, QUEUED in the database',
        value: middle(rounds.map(({ dispatched }) => dispatched.perSecond)),
        ratio: `${spread(rounds.map(({ dispatched, published }) => dispatched.perSecond / published))} bare publishing`,
      },
      {
        what: 'bare messages published and confirmed, 200 at a time',
        value: middle(rounds.map(({ published }) => published)),
      },
      {
        what: 'processor time for 1,000 jobs dispatched: broker, server, PostgreSQL',
        value: `${costs.join(', ')} ms`,
      },
    ]);
  },
  { settings: { PAWPRINT_DISPATCH_WINDOW: '100000' } },
);
