import { createVirtualHost, type VirtualHost } from '@pawprint/testing';
import { connect } from 'amqplib';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createJobsBench, type JobsBench } from '../../jobs/jobs.builder.ts';
import { aDelivery, addFile } from '../../jobs/record/deliveries.builder.ts';
import { createReportRecorder } from '../../jobs/record/report-recorder.ts';
import { createConsumers } from './consumers.ts';
import { createSignal } from './signal.builder.ts';

const NUMBERING_LOCK = 7_297_168;

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

/** Keeps events from being stored until `free` is given. */
const holdUp = async (free: Promise<void>): Promise<{ readonly over: Promise<void> }> => {
  const held = createSignal();
  const over = bench.db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${NUMBERING_LOCK})`.execute(trx);
    held.give();
    await free;
  });
  await held.given;
  return { over };
};

const waitingForNumbers = async (): Promise<number> => {
  const { rows } = await sql<{ waiting: number }>`
    select count(*)::integer as waiting from pg_locks where locktype = 'advisory' and not granted
      and database = (select oid from pg_database where datname = current_database())`.execute(bench.db);
  return rows[0]?.waiting ?? 0;
};

test('what the last connection left to be stored is stored before the next one takes anything', async () => {
  const { id: fileId } = await addFile(bench);
  const reports = createReportRecorder(bench);
  const ports = { ...bench, reports, autoEnable: true, onError: () => undefined };
  const consumers = createConsumers(ports, 'replies', () => undefined);
  const first = await connect(host.url);
  await consumers.setup(first);
  const sending = await connect(host.url);
  const channel = await sending.createConfirmChannel();
  const say = (body: Uint8Array) => channel.sendToQueue('replies', Buffer.from(body), { persistent: true });
  const free = createSignal();
  const { over } = await holdUp(free.given);
  say(aDelivery('STARTED', { fileId }).body);
  await expect.poll(waitingForNumbers).toBe(1);

  await first.close();
  const second = await connect(host.url);
  const opening = vi.spyOn(second, 'createChannel');
  const setUp = consumers.setup(second);
  expect(opening).not.toHaveBeenCalled();
  free.give();
  await Promise.all([over, setUp]);
  say(Buffer.from('the last word'));
  const inQuarantine = () => bench.db.selectFrom('quarantine').select('reason').execute();
  await expect.poll(inQuarantine).toEqual([{ reason: 'not_json' }]);
  await consumers.stop();
  expect(await bench.db.selectFrom('jobs').select('state').execute()).toEqual([{ state: 'RUNNING' }]);
  for (const model of [second, sending]) await model.close();
});
