import { type BrokerBench, FLEET } from './bench-broker.ts';
import { insertJobs } from './bench-jobs.ts';
import { chunksOf } from './measure.ts';
import { processorSeconds } from './processor-time.ts';

/** Jobs that run at the same time: their reports come in turns. */
const RUNNING = 50;
const SAYS = ['start', 'processing', 'processing', 'processing', 'done'];
export const REPORTS_PER_JOB = SAYS.length;

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

/** The reports of many jobs that run at once: the jobs take turns, and each keeps its own order. */
export const reportsOf = (jobIds: readonly string[]): Buffer[] =>
  chunksOf(jobIds, RUNNING).flatMap((ids) =>
    SAYS.flatMap((kind, n) => ids.map((id) => reportOf(id, kind, n))),
  );

export const publishAll = async (
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
    'select coalesce(max(last_seq), 0) as seq from jobs',
  );
  return Number(rows[0]?.seq);
};

/** Measured by the server's clock: the events stored from the first batch to the start of the last one. */
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

export type Parts = Readonly<Record<'broker' | 'server' | 'postgres', number>>;

/** Processor time so far, in seconds, of each part that a report passes through. */
export const processorTimes = async ({ broker, server }: BrokerBench): Promise<Parts> => ({
  broker: processorSeconds(Number((await broker.evaluate('os:getpid()')).replaceAll('"', ''))),
  server: processorSeconds(server.process.pid ?? 0),
  postgres: processorSeconds(server.databasePid),
});

export interface Stored {
  readonly perSecond: number;
  /** Processor time that 1,000 reports took, in milliseconds. */
  readonly cost: Parts;
}

export const costOf = (before: Parts, after: Parts, reports: number): Parts => ({
  broker: ((after.broker - before.broker) * 1e6) / reports,
  server: ((after.server - before.server) * 1e6) / reports,
  postgres: ((after.postgres - before.postgres) * 1e6) / reports,
});

/** A backlog that gathered while the server was away, from the broker into the database. */
export const storeBacklog = async (bench: BrokerBench, jobs: number): Promise<Stored> => {
  const ids = await insertJobs(bench.postgres, jobs, 'QUEUED');
  const wanted = (await newestEvent(bench)) + jobs * SAYS.length;
  const before = await bench.whileAway(async () => {
    await publishAll(bench, bench.replyQueue, reportsOf(ids));
    return processorTimes(bench);
  });
  while ((await newestEvent(bench)) < wanted) await new Promise((resolve) => setTimeout(resolve, 100));
  const cost = costOf(before, await processorTimes(bench), jobs * SAYS.length);
  return { perSecond: await ratePerSecond(bench, ids), cost };
};

/** Brings the database into the state of a server that has run for a while: with statistics and without a checkpoint due. */
export const warmUp = async (bench: BrokerBench, jobs: number): Promise<void> => {
  await storeBacklog(bench, jobs);
  await bench.postgres.query('vacuum analyze');
  await bench.postgres.query('checkpoint');
};
