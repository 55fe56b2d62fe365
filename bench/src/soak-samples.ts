import { setTimeout as passes } from 'node:timers/promises';
import type { BrokerBench } from './bench-broker.ts';
import { slopeOf } from './measure.ts';
import { ownBytesOfPostgres, residentBytes } from './memory.ts';
import { processorTimes } from './report-backlog.ts';
import { printProgress, whole } from './table.ts';

export interface Sample {
  /** Since the first sample. */
  readonly seconds: number;
  readonly serverBytes: number;
  readonly postgresBytes: number;
  /** Reports that the server has not taken from the broker. */
  readonly waiting: number;
  /** Rows that are dead, of all, in the table that has the largest part of them. */
  readonly deadPart: number;
  /** Processor time of broker, server and PostgreSQL together, in seconds. */
  readonly processor: number;
}

const INTERVAL_MS = 10_000;
/** Of the samples, one in so many is printed: what an hour has measured is not lost when its end fails. */
const SAID_EVERY = 30;

const describe = ({ serverBytes, postgresBytes, waiting }: Sample): string =>
  `server ${whole(serverBytes / 1024 ** 2)} MB, PostgreSQL ${whole(postgresBytes / 1024 ** 2)} MB, ${whole(waiting)} reports wait`;

/** Takes a sample every ten seconds until `work` is over. */
export const sampleWhile = async (bench: BrokerBench, work: Promise<unknown>): Promise<Sample[]> => {
  const stop = new AbortController();
  const start = performance.now();
  const samples: Sample[] = [];
  const sampling = (async () => {
    while (!stop.signal.aborted) {
      const sample = await takeSample(bench, (performance.now() - start) / 1_000);
      samples.push(sample);
      if (samples.length % SAID_EVERY === 0) printProgress(describe(sample));
      await passes(INTERVAL_MS, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  })();
  try {
    await work;
  } finally {
    stop.abort();
    await sampling;
  }
  return samples;
};

const takeSample = async (bench: BrokerBench, seconds: number): Promise<Sample> => {
  const { server, channel, replyQueue } = bench;
  const { broker, server: ofServer, postgres } = await processorTimes(bench);
  return {
    seconds,
    serverBytes: residentBytes(server.process.pid ?? 0),
    postgresBytes: ownBytesOfPostgres(server.databasePid),
    waiting: (await channel.checkQueue(replyQueue)).messageCount,
    deadPart: await largestDeadPart(bench),
    processor: broker + ofServer + postgres,
  };
};

/** Of tables so small that a few rows are a large part, nothing is said. */
const largestDeadPart = async ({ postgres }: BrokerBench): Promise<number> => {
  const { rows } = await postgres.query<{ part: number | null }>(
    `select max(n_dead_tup::double precision / (n_live_tup + n_dead_tup)) as part
     from pg_stat_user_tables where n_live_tup + n_dead_tup > 10000`,
  );
  return rows[0]?.part ?? 0;
};

/** In bytes an hour, without the first quarter of the time: caches fill in it. */
export const growthOf = (samples: readonly Sample[], of: (sample: Sample) => number): number => {
  const from = (samples.at(-1)?.seconds ?? 0) / 4;
  const settled = samples.filter(({ seconds }) => seconds >= from);
  return slopeOf(settled.map((sample) => [sample.seconds / 3_600, of(sample)]));
};
