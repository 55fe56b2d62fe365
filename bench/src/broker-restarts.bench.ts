import { setTimeout as sleep } from 'node:timers/promises';
import { createDatasetWith, type RabbitBroker, startRabbitBroker } from '@pawprint/testing';
import { connect } from 'amqplib';
import { type BenchServer, withBenchServer } from './bench-server.ts';
import { printFigures, whole } from './table.ts';

/** How long the broker stays away, in seconds: after a long absence no pause between two tries may have grown. */
const AWAY_S = [0, 1, 2, 3, 5, 8, 12, 16, 21, 27];
const BACK_WITHIN_MS = 3_000;
const UPLOAD_EVERY_MS = 50;
const EXTRACTOR = 'bench.restarts';

/** A registered extractor with a queue that nobody consumes. */
const addExtractor = async ({ client }: BenchServer, broker: RabbitBroker): Promise<void> => {
  const model = await connect(broker.url);
  await (await model.createChannel()).assertQueue(EXTRACTOR, { durable: true });
  await model.close();
  await client.call('registerExtractor', {
    body: { name: EXTRACTOR, version: '1.0', process: { file: ['*/*'] } },
  });
};

const isConnected = async ({ url }: BenchServer): Promise<boolean> => {
  const { checks } = (await (await fetch(`${url}/api/ready`)).json()) as {
    checks: { broker: { ok: boolean } };
  };
  return checks.broker.ok;
};

/** Resolves to how long it took. */
const waitUntilConnected = async (server: BenchServer): Promise<number> => {
  const began = performance.now();
  while (!(await isConnected(server))) await sleep(20);
  return performance.now() - began;
};

/** Uploads files, each of which makes a job, until it is stopped. `stop` answers how many there were. */
const startUploads = ({ client }: BenchServer) => {
  let isStopped = false;
  const upload = async (): Promise<number> => {
    let uploads = 0;
    for (; !isStopped; uploads += 1) {
      await createDatasetWith(client, [{ name: 'load.txt', content: 'load' }]);
      await sleep(UPLOAD_EVERY_MS);
    }
    return uploads;
  };
  const uploading = upload();
  return (): Promise<number> => {
    isStopped = true;
    return uploading;
  };
};

const broker = await startRabbitBroker();
try {
  await withBenchServer(
    async (server) => {
      await addExtractor(server, broker);
      const stopUploads = startUploads(server);
      const backAfterMs: number[] = [];
      for (const [n, seconds] of AWAY_S.entries()) {
        await (n % 2 === 0 ? broker.stop() : broker.kill());
        await sleep(seconds * 1_000);
        await broker.start();
        backAfterMs.push(await waitUntilConnected(server));
      }
      const uploads = await stopUploads();
      printFigures(
        `Connected again after a restart of the broker, ${whole(uploads)} uploads meanwhile`,
        AWAY_S.map((seconds, n) => ({
          what: `${n % 2 === 0 ? 'stopped' : 'killed'}, away for ${seconds} s and the time of its start`,
          value: `${whole(backAfterMs[n] ?? Number.NaN)} ms`,
        })),
      );
      if (Math.max(...backAfterMs) > BACK_WITHIN_MS) process.exitCode = 1;
    },
    { RABBITMQ_URI: broker.url, PAWPRINT_DISPATCH_WINDOW: '1000' },
  );
} finally {
  await broker.close();
}
