import { type ChannelModel, connect } from 'amqplib';
import { v7 } from 'uuid';
import type { BrokerBench } from './bench-broker.ts';
import { perSecond } from './measure.ts';
import { publishAll, REPORTS_PER_JOB, reportsOf } from './report-backlog.ts';

const consumeAll = async (
  model: ChannelModel,
  queue: string,
  count: number,
  batch: number,
): Promise<void> => {
  const channel = await model.createChannel();
  await channel.prefetch(2 * batch);
  let seen = 0;
  await new Promise<void>((resolve) => {
    void channel.consume(queue, (message) => {
      if (message === null) return;
      seen += 1;
      if (seen % batch === 0 || seen === count) channel.ack(message, true);
      if (seen === count) resolve();
    });
  });
  await channel.close();
};

/** Consumes the same messages, acknowledges as many at a time, and does nothing with them. */
export const consumedPerSecond = async (bench: BrokerBench, jobs: number, batch: number): Promise<number> => {
  await bench.channel.assertQueue('bench.raw', { durable: true });
  const ids = Array.from({ length: jobs }, () => v7());
  await publishAll(bench, 'bench.raw', reportsOf(ids));
  const model = await connect(bench.broker.url);
  const count = jobs * REPORTS_PER_JOB;
  const rate = await perSecond(count, () => consumeAll(model, 'bench.raw', count, batch));
  await model.close();
  return rate;
};
