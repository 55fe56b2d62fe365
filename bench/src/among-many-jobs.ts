import { type BrokerBench, withBrokerBench } from './bench-broker.ts';
import { insertJobs } from './bench-jobs.ts';
import { storeBacklog, warmUp } from './report-backlog.ts';
import { middle, printFigures, spread, whole } from './table.ts';

/** How many times as many jobs are in the table. */
const TIMES = 100;

interface Round {
  readonly few: number;
  readonly among: number;
}

const print = (rounds: readonly Round[], more: number): void => {
  const figure = (of: (round: Round) => number): string => middle(rounds.map(of));
  printFigures(`RabbitMQ lane among many jobs: reports per second, medians of ${rounds.length} rounds`, [
    { what: 'RabbitMQ → database, no other jobs', value: figure(({ few }) => few) },
    {
      what: `the same among ${whole(more)} more jobs`,
      value: figure(({ among }) => among),
      ratio: `${spread(rounds.map(({ few, among }) => among / few))} the former`,
    },
  ]);
};

const measureRounds = async (
  few: BrokerBench,
  full: BrokerBench,
  rounds: number,
  jobs: number,
): Promise<void> => {
  const more = (TIMES - 1) * jobs;
  await insertJobs(full.postgres, more, 'SUCCEEDED');
  for (const bench of [few, full]) await warmUp(bench, jobs / 4);
  const measured: Round[] = [];
  while (measured.length < rounds)
    measured.push({
      few: (await storeBacklog(few, jobs)).perSecond,
      among: (await storeBacklog(full, jobs)).perSecond,
    });
  print(measured, more);
};

/** Runs on servers of its own, since vacuuming that many jobs would slow other measurements. */
export const storeAmongManyJobs = (rounds: number, jobs: number): Promise<void> =>
  withBrokerBench((few) => withBrokerBench((full) => measureRounds(few, full, rounds, jobs)));
