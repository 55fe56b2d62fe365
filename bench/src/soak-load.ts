import { setTimeout as passes } from 'node:timers/promises';
import { followJobs } from '@pawprint/protocol';
import type { BrokerBench } from './bench-broker.ts';
import { writeJobs } from './bench-jobs.ts';
import { publishAll, REPORTS_PER_JOB, reportsOf } from './report-backlog.ts';

const SECOND_MS = 1_000;

/** Every second as many jobs as have this many reports, which the broker confirms. Returns how many reports that were. */
export const reportSteadily = async (
  bench: BrokerBench,
  { perSecond, seconds }: { readonly perSecond: number; readonly seconds: number },
): Promise<number> => {
  const jobs = Math.max(1, Math.round(perSecond / REPORTS_PER_JOB));
  const start = performance.now();
  let sent = 0;
  for (let second = 0; second < seconds; second += 1) {
    const ids = await writeJobs(bench.postgres, jobs, 'QUEUED');
    await publishAll(bench, bench.replyQueue, reportsOf(ids));
    sent += jobs * REPORTS_PER_JOB;
    await passes(Math.max(0, start + (second + 1) * SECOND_MS - performance.now()));
  }
  return sent;
};

/** Streams of all jobs, as open pages have them. Returns what closes them. */
export const openStreams = ({ server }: BrokerBench, count: number): (() => void) => {
  const streams = Array.from({ length: count }, () => followJobs(server.client, {}, {}));
  return () => {
    for (const stream of streams) stream.close();
  };
};

/** Asks every second what pages ask, until stopped. Returns what stops it, and resolves to how many asked in vain. */
export const readPages = ({ server: { client } }: BrokerBench): (() => Promise<number>) => {
  const stop = new AbortController();
  const reading = (async () => {
    let failed = 0;
    while (!stop.signal.aborted) {
      failed += await client.call('listJobs', { query: { limit: 40 } }).then(IS_DONE, IS_FAILED);
      failed += await client.call('listExtractors', { query: {} }).then(IS_DONE, IS_FAILED);
      await passes(SECOND_MS);
    }
    return failed;
  })();
  return () => {
    stop.abort();
    return reading;
  };
};

const IS_DONE = (): number => 0;
const IS_FAILED = (): number => 1;
