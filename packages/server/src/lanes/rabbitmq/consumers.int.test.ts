import { createSignal, createVirtualHost, type VirtualHost } from '@pawprint/testing';
import { connect } from 'amqplib';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createJobsBench, type JobsBench } from '../../jobs/jobs.builder.ts';
import { aDelivery, addFile } from '../../jobs/record/deliveries.builder.ts';
import { createReportRecorder } from '../../jobs/record/report-recorder.ts';
import { ADVISORY_LOCKS } from '../../store/advisory-locks.ts';
import { createConsumers } from './consumers.ts';

let host: VirtualHost;
let bench: JobsBench;
beforeAll(async () => {
  host = await createVirtualHost();
  bench = await createJobsBench();
});
afterAll(async () => {
  await host.delete();
  await bench.close();
});

/** Keeps events from being stored until `release` resolves. */
const blockEvents = async (release: Promise<void>): Promise<{ readonly unblocked: Promise<void> }> => {
  const blocked = createSignal();
  const unblocked = bench.db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${ADVISORY_LOCKS.eventNumbers})`.execute(trx);
    blocked.give();
    await release;
  });
  await blocked.given;
  return { unblocked };
};

const waitingForNumbers = async (): Promise<number> => {
  const { rows } = await sql<{ waiting: number }>`
    select count(*)::integer as waiting from pg_locks where locktype = 'advisory' and not granted
      and database = (select oid from pg_database where datname = current_database())`.execute(bench.db);
  return rows[0]?.waiting ?? 0;
};

test('reports of the last connection are stored before the next one consumes', async () => {
  const { id: fileId } = await addFile(bench);
  const reports = createReportRecorder(bench);
  const ports = {
    ...bench,
    reports,
    autoEnable: true,
    approveChanges: false,
    maxHeartbeatOnly: 500,
    onError: () => undefined,
  };
  const consumers = createConsumers(ports, 'replies', () => undefined);
  const first = await connect(host.url);
  await consumers.setup(first);
  const sending = await connect(host.url);
  const channel = await sending.createConfirmChannel();
  const send = (body: Uint8Array) => channel.sendToQueue('replies', Buffer.from(body), { persistent: true });
  const release = createSignal();
  const { unblocked } = await blockEvents(release.given);
  send(aDelivery('STARTED', { fileId }).body);
  await expect.poll(waitingForNumbers).toBe(1);

  await first.close();
  const second = await connect(host.url);
  const opening = vi.spyOn(second, 'createChannel');
  const setUp = consumers.setup(second);
  expect(opening).not.toHaveBeenCalled();
  release.give();
  await Promise.all([unblocked, setUp]);
  send(Buffer.from('not json'));
  const inQuarantine = () => bench.db.selectFrom('quarantine').select('reason').execute();
  await expect.poll(inQuarantine).toEqual([{ reason: 'not_json' }]);
  await consumers.stop();
  expect(await bench.db.selectFrom('jobs').select('state').execute()).toEqual([{ state: 'RUNNING' }]);
  for (const model of [second, sending]) await model.close();
});
