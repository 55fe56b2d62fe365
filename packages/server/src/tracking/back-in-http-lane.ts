import type { JobChange } from './job-change.ts';

/**
 * A job whose leased attempt is over waits here, whatever a stray report from RabbitMQ has made of its lane: there is
 * no message for it in the broker.
 */
export const backInHttpLane = (change: JobChange): JobChange =>
  change.after.lane === 'http' ? change : { ...change, after: { ...change.after, lane: 'http' } };
