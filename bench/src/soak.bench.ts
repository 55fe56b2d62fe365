import { AS_IT_COMES, type BrokerBench, withBrokerBench } from './bench-broker.ts';
import { percentile } from './measure.ts';
import { REPORTS_PER_JOB, storeBacklog, warmUp } from './report-backlog.ts';
import { openStreams, readPages, reportSteadily } from './soak-load.ts';
import { growthOf, type Sample, sampleWhile } from './soak-samples.ts';
import { type Figure, printFigures, printProgress, whole } from './table.ts';

const MINUTES = Number(process.env.PAWPRINT_BENCH_MINUTES ?? 3);
/** Of what the server stores of a backlog. */
const SHARE = 0.5;
const STREAMS = 20;
const JOBS_OF_BACKLOG = 6_000;
const ROUNDS = 3;

const measureCapacity = async (bench: BrokerBench): Promise<number> => {
  await warmUp(bench, JOBS_OF_BACKLOG);
  const rates: number[] = [];
  while (rates.length < ROUNDS) rates.push((await storeBacklog(bench, JOBS_OF_BACKLOG)).perSecond);
  return percentile(rates, 50);
};

const megabytes = (bytes: number): string => `${whole(bytes / 1024 ** 2)} MB`;

/** First and last are means of a tenth of the samples: one may be taken just before or after a garbage collection. */
const memory = (what: string, samples: readonly Sample[], of: (sample: Sample) => number): Figure => {
  const few = Math.max(1, Math.round(samples.length / 10));
  const mean = (some: readonly Sample[]): number =>
    some.reduce((sum, sample) => sum + of(sample), 0) / some.length;
  const ends = [samples.slice(0, few), samples.slice(-few)].map(mean).map(megabytes).join(' → ');
  return { what, value: ends, ratio: `${megabytes(growthOf(samples, of))} an hour` };
};

/** Events that were stored since, and those of them in no month's partition. */
const countEvents = async ({ postgres }: BrokerBench): Promise<readonly [all: number, inNoMonth: number]> => {
  const { rows } = await postgres.query<{ all: string; default: string }>(
    `select count(*) as all, count(*) filter (where tableoid = 'job_events_default'::regclass) as default
     from job_events where kind <> 'SUBMITTED'`,
  );
  return [Number(rows[0]?.all), Number(rows[0]?.default)];
};

const allTaken = async (bench: BrokerBench): Promise<void> => {
  while ((await bench.channel.checkQueue(bench.replyQueue)).messageCount > 0)
    await new Promise((resolve) => setTimeout(resolve, 200));
  // What was taken last may not be stored yet: the batch after it is stored after it.
  await storeBacklog(bench, JOBS_OF_BACKLOG);
};

const vacuums = async ({ postgres }: BrokerBench): Promise<string> => {
  const { rows } = await postgres.query<{ name: string; times: string }>(
    `select relname as name, autovacuum_count as times from pg_stat_user_tables
     where relname in ('jobs', 'job_attempts', 'job_totals')
       or relname = 'job_events_' || to_char(now() at time zone 'utc', 'YYYY_MM') order by 1`,
  );
  return rows.map(({ name, times }) => `${name} ${times}`).join(', ');
};

await withBrokerBench(
  async (bench) => {
    printProgress('measuring what the server stores of a backlog');
    const capacity = await measureCapacity(bench);
    const perSecond = capacity * SHARE;
    const [before] = await countEvents(bench);
    printProgress(`${whole(perSecond)} reports/s for ${MINUTES} minutes`);
    const closeStreams = openStreams(bench, STREAMS);
    const stopReading = readPages(bench);
    let sent = 0;
    const load = reportSteadily(bench, { perSecond, seconds: MINUTES * 60 }).then((count) => {
      sent = count;
    });
    const samples = await sampleWhile(bench, load);
    const failedRequests = await stopReading();
    closeStreams();
    await allTaken(bench);
    const [after, inNoMonth] = await countEvents(bench);
    const seconds = samples.at(-1)?.seconds ?? 0;
    const processor = (samples.at(-1)?.processor ?? 0) - (samples[0]?.processor ?? 0);
    printFigures(`${MINUTES} minutes at half of ${whole(capacity)} reports/s, ${STREAMS} streams open`, [
      memory('memory of the server', samples, ({ serverBytes }) => serverBytes),
      memory('memory of PostgreSQL, without shared buffers', samples, ({ postgresBytes }) => postgresBytes),
      { what: 'reports sent, a second', value: whole(sent / (MINUTES * 60)) },
      {
        what: 'reports sent that are not stored',
        value: whole(before + sent + JOBS_OF_BACKLOG * REPORTS_PER_JOB - after),
      },
      { what: 'requests for pages that failed', value: whole(failedRequests) },
      { what: 'events in no partition of a month', value: whole(inNoMonth) },
      {
        what: 'reports that wait in the broker: median, most',
        value: [50, 100]
          .map((p) =>
            whole(
              percentile(
                samples.map(({ waiting }) => waiting),
                p,
              ),
            ),
          )
          .join(', '),
      },
      {
        what: 'largest part of a table that is dead rows: median, most',
        value: [50, 100]
          .map(
            (p) =>
              `${whole(
                100 *
                  percentile(
                    samples.map(({ deadPart }) => deadPart),
                    p,
                  ),
              )} %`,
          )
          .join(', '),
      },
      { what: 'runs of autovacuum since the start', value: await vacuums(bench) },
      {
        what: 'processor time of broker, server and PostgreSQL',
        value: `${(processor / seconds).toFixed(2)} cores`,
      },
    ]);
  },
  { erlangArguments: AS_IT_COMES },
);
