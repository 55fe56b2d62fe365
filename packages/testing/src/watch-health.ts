import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** Milliseconds. */
export interface LongestAnswer {
  readonly longestMs: number;
  /**
   * The longest without the time for which the server or this thread waited for a processor, which other programs had.
   * The same as `longestMs` where the system does not say.
   */
  readonly longestAtWorkMs: number;
}

export interface HealthWatch {
  /** Of the answers since the last call. */
  readonly longest: () => Promise<LongestAnswer>;
  readonly stop: () => Promise<void>;
}

/** Asks a server for its health again and again, in a thread of its own: whatever else this process does delays nothing. */
export const watchHealth = async (url: string, pid: number | undefined): Promise<HealthWatch> => {
  const worker = new Worker(PROBE, { eval: true, workerData: { url: `${url}/api/health`, pid } });
  await once(worker, 'message');
  return {
    async longest() {
      worker.postMessage('longest');
      const [longest] = (await once(worker, 'message')) as [LongestAnswer];
      return longest;
    },
    stop: async () => void (await worker.terminate()),
  };
};

const PROBE = `
const { readFileSync } = require('node:fs');
const { Agent, get } = require('node:http');
const { parentPort, workerData: { url, pid } } = require('node:worker_threads');
const agent = new Agent({ keepAlive: true });
// The second number is how long a thread was ready but waited for a processor, in nanoseconds.
const waitedMs = (thread) => {
  try {
    return Number(readFileSync('/proc/' + thread + '/schedstat', 'utf8').split(' ')[1]) / 1e6;
  } catch {
    return 0;
  }
};
const allWaitedMs = () => waitedMs(pid + '/task/' + pid) + waitedMs('thread-self');
let longestMs = 0;
let longestAtWorkMs = 0;
let askedAt = 0;
let waitedBefore = 0;
const ask = () => {
  waitedBefore = allWaitedMs();
  askedAt = performance.now();
  get(url, { agent }, (response) => response.resume().on('end', answered)).on('error', answered);
};
const note = () => {
  const tookMs = performance.now() - askedAt;
  longestMs = Math.max(longestMs, tookMs);
  longestAtWorkMs = Math.max(longestAtWorkMs, tookMs - (allWaitedMs() - waitedBefore));
};
const answered = () => {
  note();
  setTimeout(ask, 2);
};
parentPort.on('message', () => {
  parentPort.postMessage({ longestMs, longestAtWorkMs });
  longestMs = 0;
  longestAtWorkMs = 0;
});
ask();
parentPort.postMessage('asking');
`;
