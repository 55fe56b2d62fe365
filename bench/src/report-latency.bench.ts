import { Agent, get, type IncomingMessage } from 'node:http';
import { setTimeout as passes } from 'node:timers/promises';
import { type BrokerBench, FLEET, withBrokerBench } from './bench-broker.ts';
import { insertJobs } from './bench-jobs.ts';
import { percentile } from './measure.ts';
import { processorSeconds } from './processor-time.ts';
import { printFigures } from './table.ts';

const STREAMS = 500;
/** Streams whose events are measured; the others are read and ignored. */
const WATCHED = 5;
const PER_SECOND = 200;
const SECONDS = 20;
const RUNNING = 50;
const TICK_MS = 50;

const agent = new Agent({ maxSockets: Number.POSITIVE_INFINITY });

const openStream = ({ server }: BrokerBench): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const headers = { 'x-api-key': server.client.options.key ?? '' };
    get(`${server.url}/api/jobs/stream?extractor=${FLEET}`, { agent, headers }, resolve).on('error', reject);
  });

const SENT = /"message":"sent at (\d+(?:\.\d+)?)"/g;

/** Each job that arrives carries the time its latest report was sent. */
const watch = (stream: IncomingMessage, latencies: number[]): void => {
  stream.setEncoding('utf8').on('data', (text: string) => {
    const now = performance.now();
    for (const [, sent] of text.matchAll(SENT)) latencies.push(now - Number(sent));
  });
};

const send = ({ channel, replyQueue }: BrokerBench, jobId: string): void => {
  const message = `sent at ${performance.now()}`;
  const type = 'StatusMessage.processing';
  const body = { file_id: jobId, extractor_id: FLEET, job_id: jobId, status: `${type}: ${message}` };
  const report = { ...body, start: '2026-11-24T01:53:49-00:00', message_type: type, message };
  channel.sendToQueue(replyQueue, Buffer.from(JSON.stringify(report)), { persistent: true });
};

/** Sends reports as evenly as a timer allows; jobs take turns. */
const sendSteadily = async (bench: BrokerBench, jobIds: readonly string[]): Promise<void> => {
  const start = performance.now();
  for (let sent = 0; sent < PER_SECOND * SECONDS; ) {
    const due = Math.min(PER_SECOND * SECONDS, ((performance.now() - start) / 1_000) * PER_SECOND);
    for (; sent < due; sent += 1) send(bench, jobIds[sent % jobIds.length] as string);
    await passes(TICK_MS / 10);
  }
};

await withBrokerBench(async (bench) => {
  const jobIds = await insertJobs(bench.postgres, RUNNING, 'QUEUED');
  const latencies: number[] = [];
  const streams = await Promise.all(Array.from({ length: STREAMS }, () => openStream(bench)));
  for (const [n, stream] of streams.entries()) {
    if (n < WATCHED) watch(stream, latencies);
    else stream.resume();
  }
  await passes(1_000);
  const pid = bench.server.process.pid ?? 0;
  const [cpuBefore, timeBefore] = [processorSeconds(pid), performance.now()];
  await sendSteadily(bench, jobIds);
  await passes(1_000);
  const cores = (processorSeconds(pid) - cpuBefore) / ((performance.now() - timeBefore) / 1_000);
  for (const stream of streams) stream.destroy();
  printFigures(`Report → browser: ${PER_SECOND} reports/s, ${STREAMS} open streams, ${SECONDS} s`, [
    { what: 'from publishing to the stream, p50', value: `${percentile(latencies, 50).toFixed(0)} ms` },
    { what: 'from publishing to the stream, p95', value: `${percentile(latencies, 95).toFixed(0)} ms` },
    { what: 'processor of the server (database and broker are others)', value: `${cores.toFixed(2)} cores` },
  ]);
});
