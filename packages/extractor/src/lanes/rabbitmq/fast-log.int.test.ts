import { type RabbitBroker, startRabbitBroker } from '@pawprint/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clowderMessage } from './message.builder.ts';
import { runOnBroker } from './running-on-broker.builder.ts';

let broker: RabbitBroker;
beforeAll(async () => {
  broker = await startRabbitBroker();
}, 120_000);
afterAll(() => broker.close());

const LINES = 20_000;
const PRINT = `for (let n = 0; n < ${LINES}; n += 1) console.log('line ' + n);`;

test('twenty thousand lines of a program all arrive over RabbitMQ, in order', async () => {
  const { peer, queue } = await runOnBroker(broker.url, (_, ctx) =>
    ctx.run(process.execPath, ['-e', PRINT]).then(() => undefined),
  );
  await peer.send(queue, clowderMessage());
  await peer.until(() => peer.reports.at(-1)?.body.message_type === 'StatusMessage.done');
  const lines = peer.reports.map(({ body }) => body.message).slice(1, -1);
  expect(lines).toEqual(Array.from({ length: LINES }, (_, index) => `line ${index}`));
}, 120_000);
