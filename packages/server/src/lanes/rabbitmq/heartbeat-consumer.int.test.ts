import { HEARTBEAT_EXCHANGE } from '@pawprint/protocol';
import { createSignal, createVirtualHost, readRecording, type VirtualHost } from '@pawprint/testing';
import { type ChannelModel, connect } from 'amqplib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHeartbeatRecorder, type DeliveredHeartbeat } from '../../extractors/record-heartbeats.ts';
import { createJobsBench, type JobsBench } from '../../jobs/jobs.builder.ts';
import { readInstances } from '../../store/extractors/extractors.ts';
import { consumeHeartbeats } from './consumers.ts';

let host: VirtualHost;
let bench: JobsBench;
let model: ChannelModel;
beforeAll(async () => {
  host = await createVirtualHost();
  bench = await createJobsBench();
  model = await connect(host.url);
});
afterAll(async () => {
  await model.close();
  await host.delete();
  await bench.close();
});

const failTest = (error: unknown): never => {
  throw error;
};

/** A server that consumes heartbeats. `receivedAll` resolves after `count` of them. */
const startServer = async (count: number) => {
  const receivedAll = createSignal();
  const recordHeartbeats = createHeartbeatRecorder({
    db: bench.db,
    autoEnable: true,
    approveChanges: false,
    maxHeartbeatOnly: 500,
    onExtractorChanged: () => undefined,
  });
  const received: DeliveredHeartbeat[] = [];
  const record = async (batch: readonly DeliveredHeartbeat[]): Promise<void> => {
    await recordHeartbeats(batch);
    received.push(...batch);
    if (received.length >= count) receivedAll.give();
  };
  const channel = await model.createChannel();
  const consuming = await consumeHeartbeats(channel, { now: bench.now, record, onError: failTest });
  return { received, receivedAll: receivedAll.given, consuming };
};

test('every server receives the heartbeats of every extractor', async () => {
  const servers = [await startServer(2), await startServer(2)];
  const publishing = await model.createConfirmChannel();
  const ids = ['a', 'b'];
  for (const id of ids) {
    const body = { ...readRecording('wordcount').heartbeats[0]?.body, id };
    publishing.publish(HEARTBEAT_EXCHANGE, '', Buffer.from(JSON.stringify(body)));
  }
  for (const { received, receivedAll, consuming } of servers) {
    await receivedAll;
    expect(received.map(({ parsed }) => parsed.ok && parsed.heartbeat.instanceId)).toEqual(ids);
    await consuming.stop();
  }
  const instances = await readInstances(bench.db, 'ncsa.wordcount');
  expect(instances.map(({ id }) => id).toSorted()).toEqual(ids);
});
