import { consumedPerSecond } from './bare-consuming.ts';
import { bareInsertsPerSecond, bareWritesPerSecond } from './bare-writes.ts';
import { type BrokerBench, withBrokerBench } from './bench-broker.ts';
import { insertJobs } from './bench-jobs.ts';
import { percentile } from './measure.ts';
import { type Parts, REPORTS_PER_JOB, storeBacklog } from './report-backlog.ts';
import { oneByOnePerSecond } from './single-reports.ts';
import { printFigures, times, whole } from './table.ts';

const ROUNDS = 5;
const JOBS = 8_000;
const REPORTS = JOBS * REPORTS_PER_JOB;
/** As many as the server stores of a backlog at once. */
const BATCH = 2_000;
const MORE_JOBS = 99 * JOBS;

/** As a server stands that has been up for a while: statistics are there, and no checkpoint is due. */
const settle = async ({ postgres }: BrokerBench): Promise<void> => {
  await postgres.query('vacuum analyze');
  await postgres.query('checkpoint');
};

/** Figures of one round, measured one after the other: the machine is not as fast at all times. */
interface Round {
  readonly stored: number;
  readonly cost: Parts;
  readonly among: number;
  readonly writes: number;
  readonly events: number;
  readonly raw: number;
  readonly single: number;
}

const measureRound = async (bench: BrokerBench, full: BrokerBench): Promise<Round> => {
  const { perSecond: stored, cost } = await storeBacklog(bench, JOBS);
  const writes = await bareWritesPerSecond(bench.postgres, REPORTS, BATCH);
  const { perSecond: among } = await storeBacklog(full, JOBS);
  const events = await bareInsertsPerSecond(bench.postgres, REPORTS, BATCH);
  const raw = await consumedPerSecond(bench, JOBS, BATCH);
  const single = await oneByOnePerSecond(bench.postgres);
  return { stored, cost, among, writes, events, raw, single };
};

/** A server that has been up for a while. */
const warmUp = async (bench: BrokerBench): Promise<void> => {
  await storeBacklog(bench, JOBS / 4);
  await settle(bench);
};

const print = (rounds: readonly Round[]): void => {
  const figure = (of: (round: Round) => number): string => whole(percentile(rounds.map(of), 50));
  const ratio = (of: (round: Round) => number): string => {
    const ratios = rounds.map(of);
    return `${times(percentile(ratios, 50))} (${times(Math.min(...ratios))} to ${times(Math.max(...ratios))})`;
  };
  printFigures(`RabbitMQ lane: reports stored per second, medians of ${rounds.length} rounds`, [
    {
      what: 'RabbitMQ → database, state machine included',
      value: figure(({ stored }) => stored),
      ratio: `${ratio(({ stored, writes }) => stored / writes)} bare writes`,
    },
    {
      what: `the same among ${whole(MORE_JOBS)} more jobs`,
      value: figure(({ among }) => among),
      ratio: `${ratio(({ among, stored }) => among / stored)} the former`,
    },
    {
      what: 'a transaction for each report',
      value: figure(({ single }) => single),
      ratio: `the first is ${ratio(({ stored, single }) => stored / single)} this`,
    },
    {
      what: 'consumed and acknowledged, nothing done with them',
      value: figure(({ raw }) => raw),
      ratio: `the first is ${ratio(({ stored, raw }) => stored / raw)} this`,
    },
    {
      what: `bare writes of the same rows (events, attempts, jobs), ${whole(BATCH)} reports to a transaction`,
      value: figure(({ writes }) => writes),
      ratio: '',
    },
    {
      what: `bare inserts of the events alone, ${whole(BATCH)} to a statement`,
      value: figure(({ events }) => events),
      ratio: `the first is ${ratio(({ stored, events }) => stored / events)} this`,
    },
    {
      what: 'processor time for 1,000 reports stored: broker, server, PostgreSQL',
      value: `${figure(({ cost }) => cost.broker)}, ${figure(({ cost }) => cost.server)}, ${figure(({ cost }) => cost.postgres)} ms`,
    },
  ]);
};

await withBrokerBench((bench) =>
  withBrokerBench(async (full) => {
    await insertJobs(full.postgres, MORE_JOBS, 'SUCCEEDED');
    await warmUp(full);
    await warmUp(bench);
    const rounds: Round[] = [];
    while (rounds.length < ROUNDS) rounds.push(await measureRound(bench, full));
    print(rounds);
  }),
);
