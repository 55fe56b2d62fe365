import { storeAmongManyJobs } from './among-many-jobs.ts';
import { consumedPerSecond } from './bare-consuming.ts';
import { bareInsertsPerSecond, bareWritesPerSecond } from './bare-writes.ts';
import { AS_IT_COMES, type BrokerBench, withBrokerBench } from './bench-broker.ts';
import { REPORTS_PER_JOB, type Stored, storeBacklog, warmUp } from './report-backlog.ts';
import { oneByOnePerSecond } from './single-reports.ts';
import { middle, printFigures, spread, whole } from './table.ts';

const ROUNDS = 5;
const JOBS = 8_000;
const REPORTS = JOBS * REPORTS_PER_JOB;
/** As many as the server stores of a backlog at once. */
const BATCH = 2_000;

interface Benches {
  /** With the broker settings that docs/rabbitmq.md advises. */
  readonly advised: BrokerBench;
  /** With the broker's default settings. */
  readonly plain: BrokerBench;
}

/** Figures of one round, measured one after the other: the machine is not as fast at all times. */
interface Round {
  readonly stored: Stored;
  readonly plain: Stored;
  readonly writes: number;
  readonly events: number;
  readonly raw: number;
  readonly rawPlain: number;
  readonly single: number;
}

const measureRound = async ({ advised, plain }: Benches): Promise<Round> => ({
  stored: await storeBacklog(advised, JOBS),
  writes: await bareWritesPerSecond(advised.postgres, REPORTS, BATCH),
  plain: await storeBacklog(plain, JOBS),
  events: await bareInsertsPerSecond(advised.postgres, REPORTS, BATCH),
  raw: await consumedPerSecond(advised, JOBS, BATCH),
  rawPlain: await consumedPerSecond(plain, JOBS, BATCH),
  single: await oneByOnePerSecond(advised.postgres),
});

const costOf = (rounds: readonly Round[], of: (round: Round) => Stored): string =>
  (['broker', 'server', 'postgres'] as const)
    .map((part) => middle(rounds.map((round) => of(round).cost[part])))
    .join(', ');

const print = (rounds: readonly Round[]): void => {
  const figure = (of: (round: Round) => number): string => middle(rounds.map(of));
  const ratio = (of: (round: Round) => number): string => spread(rounds.map(of));
  printFigures(`RabbitMQ lane: reports stored per second, medians of ${rounds.length} rounds`, [
    {
      what: 'RabbitMQ → database, state machine included, broker set as advised',
      value: figure(({ stored }) => stored.perSecond),
      ratio: `${ratio(({ stored, writes }) => stored.perSecond / writes)} bare writes`,
    },
    {
      what: 'the same, broker as it comes',
      value: figure(({ plain }) => plain.perSecond),
      ratio: `${ratio(({ plain, writes }) => plain.perSecond / writes)} bare writes`,
    },
    {
      what: 'a transaction for each report',
      value: figure(({ single }) => single),
      ratio: `the first is ${ratio(({ stored, single }) => stored.perSecond / single)} this`,
    },
    {
      what: 'consumed and acknowledged, nothing done with them, broker set as advised',
      value: figure(({ raw }) => raw),
      ratio: `the first is ${ratio(({ stored, raw }) => stored.perSecond / raw)} this`,
    },
    {
      what: 'the same, broker as it comes',
      value: figure(({ rawPlain }) => rawPlain),
      ratio: `the second is ${ratio(({ plain, rawPlain }) => plain.perSecond / rawPlain)} this`,
    },
    {
      what: `bare writes of the same rows (events, attempts, jobs), ${whole(BATCH)} reports to a transaction`,
      value: figure(({ writes }) => writes),
    },
    {
      what: `bare inserts of the events alone, ${whole(BATCH)} to a statement`,
      value: figure(({ events }) => events),
      ratio: `the first is ${ratio(({ stored, events }) => stored.perSecond / events)} this`,
    },
    {
      what: 'processor time for 1,000 reports stored: broker, server, PostgreSQL; broker set as advised',
      value: `${costOf(rounds, ({ stored }) => stored)} ms`,
    },
    {
      what: 'the same, broker as it comes',
      value: `${costOf(rounds, ({ plain }) => plain)} ms`,
    },
  ]);
};

const measureRounds = async (benches: Benches): Promise<void> => {
  for (const bench of Object.values(benches)) await warmUp(bench, JOBS / 4);
  const rounds: Round[] = [];
  while (rounds.length < ROUNDS) rounds.push(await measureRound(benches));
  print(rounds);
};

await withBrokerBench((advised) =>
  withBrokerBench((plain) => measureRounds({ advised, plain }), { erlangArguments: AS_IT_COMES }),
);
await storeAmongManyJobs(ROUNDS, JOBS);
