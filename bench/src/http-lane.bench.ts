import { randomUUID } from 'node:crypto';
import type { CallInput, Client } from '@pawprint/protocol';
import { createDatasetWith } from '@pawprint/testing';
import { Client as Postgres } from 'pg';
import { type BenchServer, withBenchServer } from './bench-server.ts';
import { chunksOf, inParallel, perSecond } from './measure.ts';
import { printFigures, times, whole } from './table.ts';

const EXTRACTOR = 'bench.reporter';
const JOBS = 20;
const REPORTS = 40_000;
const SINGLE_REPORTS = 2_000;
const BATCH = 500;
const LANES = 4;

interface Leased {
  readonly jobId: string;
  readonly leaseId: string;
  readonly secretKey: string;
}
type Report = CallInput<'sendReports'>['body']['reports'][number];

const claim = async (client: Client): Promise<Leased> => {
  const body = { instance_id: 'bench', version: '1', wait_s: 10 };
  const claimed = await client.call('claimJob', { params: { name: EXTRACTOR }, body });
  if (!claimed) throw new Error('No job came.');
  return { jobId: claimed.job.id, leaseId: claimed.lease.id, secretKey: claimed.message.secretKey };
};

const leaseJobs = async ({ client }: BenchServer): Promise<Leased[]> => {
  await client.call('registerExtractor', {
    body: { name: EXTRACTOR, version: '1', process: { file: ['*/*'] } },
  });
  await createDatasetWith(
    client,
    Array.from({ length: JOBS }, (_, n) => ({ name: `${n}.txt`, content: `${n}` })),
  );
  const leased: Leased[] = [];
  for (let n = 0; n < JOBS; n += 1) leased.push(await claim(client));
  return leased;
};

const reportOf = (n: number): Report => ({
  id: randomUUID(),
  kind: 'PROCESSING',
  message: `Line ${n} of the file.`,
});

const send = ({ client }: BenchServer, { jobId, leaseId }: Leased, reports: Report[]) =>
  client.call('sendReports', { params: { id: jobId }, body: { lease_id: leaseId, reports } });

const storedPerSecond = (server: BenchServer, leased: readonly Leased[], count: number, batch: number) => {
  const batches = chunksOf(
    Array.from({ length: count }, (_, n) => reportOf(n)),
    batch,
  );
  const parcels = batches.map((reports, n) => ({ reports, lease: leased[n % leased.length] as Leased }));
  return perSecond(count, () =>
    inParallel(LANES, parcels, ({ reports, lease }) => send(server, lease, reports)),
  );
};

const BARE_INSERT = `insert into bench_events select * from json_to_recordset($1::json) as e (
  seq bigint, id uuid, job_id uuid, attempt integer, kind text, level text, message text, received_at timestamptz,
  reported_at timestamptz, reported text, matched_by text, late boolean, data jsonb, number integer)`;

/** Inserts the same rows into a table with the same columns, as many per statement, over as many connections. */
const bareInsertsPerSecond = async (
  { databaseUrl }: BenchServer,
  leased: readonly Leased[],
): Promise<number> => {
  const connections = await Promise.all(
    Array.from({ length: LANES }, async () => {
      const connection = new Postgres(databaseUrl);
      await connection.connect();
      return connection;
    }),
  );
  await connections[0]?.query('create table bench_events (like job_events including all)');
  const rows = Array.from({ length: REPORTS }, (_, n) => ({
    ...reportOf(n),
    seq: n + 1,
    number: n + 1,
    job_id: leased[n % leased.length]?.jobId,
    attempt: 1,
    received_at: new Date(),
    matched_by: 'lease',
    late: false,
  }));
  const rate = await perSecond(REPORTS, () =>
    inParallel(LANES, chunksOf(rows, BATCH), async (chunk) => {
      const connection = connections.shift() as Postgres;
      await connection.query(BARE_INSERT, [JSON.stringify(chunk)]);
      connections.push(connection);
    }),
  );
  await Promise.all(connections.map((connection) => connection.end()));
  return rate;
};

await withBenchServer(async (server) => {
  const leased = await leaseJobs(server);
  await storedPerSecond(server, leased, 5_000, BATCH);
  const batched = await storedPerSecond(server, leased, REPORTS, BATCH);
  const single = await storedPerSecond(server, leased, SINGLE_REPORTS, 1);
  const bare = await bareInsertsPerSecond(server, leased);
  printFigures('HTTP lane: reports stored per second', [
    {
      what: `over HTTP, ${BATCH} to a request`,
      value: whole(batched),
      ratio: `${times(batched / bare)} bare inserts`,
    },
    { what: 'over HTTP, one to a request', value: whole(single), ratio: `${times(batched / single)} slower` },
    { what: `bare inserts of the same rows, ${BATCH} to a statement`, value: whole(bare) },
  ]);
});
