import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createJobServerBench, type JobServerBench } from './job-server.builder.ts';

const STREAMS = 2_000;
const OPENED_AT_ONCE = 200;

let bench: JobServerBench;
beforeAll(async () => {
  bench = await createJobServerBench();
});
afterAll(() => bench.close());

test('2,000 live streams at once all get a change', async () => {
  const agent = new Agent({ maxSockets: Number.POSITIVE_INFINITY });
  const open = async (): Promise<IncomingMessage> => {
    const [response] = (await once(get(`${bench.server.url}/api/jobs/stream`, { agent }), 'response')) as [
      IncomingMessage,
    ];
    return response.setEncoding('utf8');
  };
  const streams: IncomingMessage[] = [];
  // The system refuses connections that wait in too long a queue to be accepted.
  while (streams.length < STREAMS)
    streams.push(...(await Promise.all(Array.from({ length: OPENED_AT_ONCE }, open))));
  const gotJob = streams.map(async (stream) => {
    let received = '';
    for await (const text of stream) {
      received += String(text);
      if (received.includes('event: job')) return true;
    }
    return false;
  });
  await bench.submit();
  expect((await Promise.all(gotJob)).filter(Boolean)).toHaveLength(STREAMS);
  agent.destroy();
});
