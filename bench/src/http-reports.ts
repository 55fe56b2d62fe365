import { randomUUID } from 'node:crypto';
import type { CallInput, Client } from '@pawprint/protocol';
import { createDatasetWith } from '@pawprint/testing';
import type { BenchServer } from './bench-server.ts';
import { chunksOf, inParallel, perSecond } from './measure.ts';
import { processorSeconds } from './processor-time.ts';

const EXTRACTOR = 'bench.reporter';
/** A job that a client has claimed. */
export interface Leased {
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

/** Registers an extractor, uploads a file for each job, and claims them. */
export const leaseJobs = async ({ client }: BenchServer, count: number): Promise<Leased[]> => {
  await client.call('registerExtractor', {
    body: { name: EXTRACTOR, version: '1', process: { file: ['*/*'] } },
  });
  await createDatasetWith(
    client,
    Array.from({ length: count }, (_, n) => ({ name: `${n}.txt`, content: `${n}` })),
  );
  const leased: Leased[] = [];
  for (let n = 0; n < count; n += 1) leased.push(await claim(client));
  return leased;
};

export const reportOf = (n: number): Report => ({
  id: randomUUID(),
  kind: 'PROCESSING',
  message: `Line ${n} of the file.`,
});

const send = ({ client }: BenchServer, { jobId, leaseId }: Leased, reports: Report[]) =>
  client.call('sendReports', { params: { id: jobId }, body: { lease_id: leaseId, reports } });

export interface Sent {
  readonly perSecond: number;
  /** Processor time that 1,000 reports took, in milliseconds: of the server, and of PostgreSQL. */
  readonly cost: readonly [number, number];
}

/** Sends so many reports, each batch by the next client that is free: no two of them about the same job. */
export const sendReports = async (
  server: BenchServer,
  leased: readonly Leased[],
  { count, batch, clients }: { readonly count: number; readonly batch: number; readonly clients: number },
): Promise<Sent> => {
  const batches = chunksOf(
    Array.from({ length: count }, (_, n) => reportOf(n)),
    batch,
  );
  const free = leased.slice(0, clients);
  const times = () => [processorSeconds(server.process.pid ?? 0), processorSeconds(server.databasePid)];
  const before = times();
  const rate = await perSecond(count, () =>
    inParallel(clients, batches, async (reports) => {
      const lease = free.shift() as Leased;
      await send(server, lease, reports);
      free.push(lease);
    }),
  );
  const [ofServer = 0, ofPostgres = 0] = times().map((time, n) => ((time - (before[n] ?? 0)) * 1e6) / count);
  return { perSecond: rate, cost: [ofServer, ofPostgres] };
};
