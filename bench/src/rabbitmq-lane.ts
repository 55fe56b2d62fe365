import { type ChannelModel, connect } from 'amqplib';
import { bareInsertsPerSecond, bareWritesPerSecond } from './bare-writes.ts';
import { type BrokerBench, FLEET, withBrokerBench } from './bench-broker.ts';
import { insertJobs } from './bench-jobs.ts';
import { chunksOf, percentile, perSecond } from './measure.ts';
import { printFigures, times, whole } from './table.ts';

const ROUNDS = 5;
const JOBS = 8_000;
/** Jobs that run at the same time: their reports come in turns. */
const RUNNING = 50;
const SAYS = ['start', 'processing', 'processing', 'processing', 'done'];
const REPORTS = JOBS * SAYS.length;
const SINGLE_REPORTS = 1_000;
/** As many as the server stores of a backlog at once. */
const BATCH = 2_000;
const MORE_JOBS = 99 * JOBS;

const reportOf = (jobId: string, kind: string, n: number): Buffer => {
  const message = kind === 'processing' ? `Line ${n} of the file.` : `${kind} processing.`;
  const type = `StatusMessage.${kind}`;
  return Buffer.from(
    JSON.stringify({
      file_id: jobId,
      extractor_id: FLEET,
      job_id: jobId,
      status: `${type}: ${message}`,
      start: '2026-11-24T01:53:49-00:00',
      message_type: type,
      message,
    }),
  );
};

/** As a fleet says it: so many jobs at once take turns, each in its own order. */
const reportsOf = (jobIds: readonly string[]): Buffer[] =>
  chunksOf(jobIds, RUNNING).flatMap((ids) =>
    SAYS.flatMap((kind, n) => ids.map((id) => reportOf(id, kind, n))),
  );

const publishAll = async (
  { channel }: BrokerBench,
  queue: string,
  bodies: readonly Buffer[],
): Promise<void> => {
  for (const chunk of chunksOf(bodies, 2_000)) {
    for (const body of chunk) channel.sendToQueue(queue, body, { persistent: true });
    await channel.waitForConfirms();
  }
};

/** The number of the newest event: asking for it costs the database next to nothing. */
const newestEvent = async ({ postgres }: BrokerBench): Promise<number> => {
  const { rows } = await postgres.query<{ seq: string }>(
    'select coalesce(max(seq), 0) as seq from job_events',
  );
  return Number(rows[0]?.seq);
};

/** By the server's own clock: what was stored from the first batch on until the last one began. */
const ratePerSecond = async ({ postgres }: BrokerBench, jobIds: readonly string[]): Promise<number> => {
  const { rows } = await postgres.query<{ rate: number }>(
    `select (count(*) filter (where received_at < last.at) /
        extract(epoch from max(last.at) - min(received_at)))::double precision as rate
     from job_events, (select max(received_at) as at from job_events where job_id = any($1::uuid[])) last
     where job_id = any($1::uuid[])`,
    [jobIds],
  );
  return rows[0]?.rate ?? Number.NaN;
};

/** A backlog that gathered while the server was away, from the broker into the database. */
const storedPerSecond = async (bench: BrokerBench, jobs: number): Promise<number> => {
  const ids = await insertJobs(bench.postgres, jobs, 'QUEUED');
  const wanted = (await newestEvent(bench)) + jobs * SAYS.length;
  await bench.whileAway(() => publishAll(bench, bench.replyQueue, reportsOf(ids)));
  while ((await newestEvent(bench)) < wanted) await new Promise((resolve) => setTimeout(resolve, 100));
  return ratePerSecond(bench, ids);
};

const consumeAll = async (model: ChannelModel, queue: string, count: number): Promise<void> => {
  const channel = await model.createChannel();
  await channel.prefetch(2 * BATCH);
  let seen = 0;
  await new Promise<void>((resolve) => {
    void channel.consume(queue, (message) => {
      if (message === null) return;
      seen += 1;
      if (seen % BATCH === 0 || seen === count) channel.ack(message, true);
      if (seen === count) resolve();
    });
  });
  await channel.close();
};

/** The same messages, acknowledged as many at a time, and nothing done with them. */
const consumedPerSecond = async (bench: BrokerBench): Promise<number> => {
  await bench.channel.assertQueue('bench.raw', { durable: true });
  const ids = await insertJobs(bench.postgres, JOBS, 'QUEUED');
  await publishAll(bench, 'bench.raw', reportsOf(ids));
  const model = await connect(bench.broker.url);
  const rate = await perSecond(REPORTS, () => consumeAll(model, 'bench.raw', REPORTS));
  await model.close();
  return rate;
};

/** A transaction for each: the job is locked, its event inserted, the job updated. */
const oneByOnePerSecond = async ({ postgres }: BrokerBench): Promise<number> => {
  const ids = await insertJobs(postgres, SINGLE_REPORTS, 'QUEUED');
  return perSecond(SINGLE_REPORTS, async () => {
    for (const id of ids) {
      await postgres.query('begin');
      await postgres.query('select * from jobs where id = $1 for update', [id]);
      await postgres.query(
        `insert into job_events (seq, id, job_id, attempt, kind, message, received_at, matched_by)
         values (nextval('job_event_seq'), gen_random_uuid(), $1, 1, 'PROCESSING', 'Line 1 of the file.', now(), 'job_id')`,
        [id],
      );
      await postgres.query("update jobs set state = 'RUNNING', last_event_at = now() where id = $1", [id]);
      await postgres.query('commit');
    }
  });
};

/** As a server stands that has been up for a while: statistics are there, and no checkpoint is due. */
const settle = async ({ postgres }: BrokerBench): Promise<void> => {
  await postgres.query('vacuum analyze');
  await postgres.query('checkpoint');
};

/** Figures of one round, measured one after the other: the machine is not as fast at all times. */
interface Round {
  readonly stored: number;
  readonly among: number;
  readonly writes: number;
  readonly events: number;
  readonly raw: number;
  readonly single: number;
}

const measureRound = async (bench: BrokerBench, full: BrokerBench): Promise<Round> => ({
  stored: await storedPerSecond(bench, JOBS),
  writes: await bareWritesPerSecond(bench.postgres, REPORTS, BATCH),
  among: await storedPerSecond(full, JOBS),
  events: await bareInsertsPerSecond(bench.postgres, REPORTS, BATCH),
  raw: await consumedPerSecond(bench),
  single: await oneByOnePerSecond(bench),
});

/** A server that has been up for a while. */
const warmUp = async (bench: BrokerBench): Promise<void> => {
  await storedPerSecond(bench, JOBS / 4);
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
