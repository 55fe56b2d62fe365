import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

export interface HealthWatch {
  /** Milliseconds of the longest answer since the last call. */
  readonly longestMs: () => Promise<number>;
  readonly stop: () => Promise<void>;
}

/** Asks a server for its health again and again, in a thread of its own: whatever else this process does delays nothing. */
export const watchHealth = async (url: string): Promise<HealthWatch> => {
  const worker = new Worker(PROBE, { eval: true, workerData: `${url}/api/health` });
  const next = async (): Promise<number> => {
    const [longest] = (await once(worker, 'message')) as [number];
    return longest;
  };
  await next();
  return {
    longestMs() {
      const longest = next();
      worker.postMessage('longest');
      return longest;
    },
    stop: async () => void (await worker.terminate()),
  };
};

const PROBE = `
const { Agent, get } = require('node:http');
const { parentPort, workerData } = require('node:worker_threads');
const agent = new Agent({ keepAlive: true });
let longest = 0;
let since = performance.now();
const ask = () => {
  since = performance.now();
  get(workerData, { agent }, (response) => response.resume().on('end', answered)).on('error', answered);
};
const answered = () => {
  longest = Math.max(longest, performance.now() - since);
  setTimeout(ask, 2);
};
parentPort.on('message', () => {
  parentPort.postMessage(Math.max(longest, performance.now() - since));
  longest = 0;
});
parentPort.postMessage(0);
ask();
`;
