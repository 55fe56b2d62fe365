import { onTestFinished } from 'vitest';
import type { ExtractorDefinition } from '../definition.ts';
import { runInstance } from '../instance/run-instance.ts';
import type { Handle } from '../job/handle-job.ts';
import { createHttpLane } from '../lanes/http/http-lane.ts';
import { TIMINGS, type Timings } from '../timings.ts';
import { type FakeLane, startFakeLane } from './fake-lane.ts';

/** Short, so that tests are quick, and different enough for a test to see which one passed. */
const QUICK: Timings = {
  ...TIMINGS,
  heartbeatMs: 60_000,
  claimWaitMs: 5_000,
  firstPauseMs: 5,
  longestPauseMs: 20,
  flushMs: 5,
  graceMs: 0,
  stopHandlerMs: 20,
  closeMs: 2_000,
  killChildAfterMs: 200,
};

interface RunningInstance {
  readonly lane: FakeLane;
  /** Lines of the instance's own log. */
  readonly log: readonly string[];
  readonly stop: () => void;
  /** Settles as `runInstance` does. */
  readonly ended: Promise<void>;
}

interface InstanceSetup extends Partial<Pick<ExtractorDefinition, 'concurrency'>> {
  readonly timings?: Partial<Timings>;
  readonly lane?: FakeLane;
}

/** An instance of `test.extractor` at work on a fake lane, stopped at the test's end at the latest. */
export const startInstance = async (handle: Handle, setup: InstanceSetup = {}): Promise<RunningInstance> => {
  const lane = setup.lane ?? (await startFakeLane());
  const log: string[] = [];
  const write = (line: string) => void log.push(line);
  const stopping = new AbortController();
  const definition: ExtractorDefinition = {
    name: 'test.extractor',
    version: '1.0.0',
    process: { file: ['*'] },
    concurrency: setup.concurrency ?? 1,
    handle,
  };
  const instance = { id: 'instance-1', extractor: 'test.extractor', version: '1.0.0' };
  const ports = {
    log: { info: write, warn: write, error: write },
    timings: { ...QUICK, ...setup.timings },
  };
  const http = createHttpLane({ ...ports, url: lane.url, key: 'key-of-the-instance' }, definition, instance);
  const ended = runInstance({ ...ports, lane: http, stopping: stopping.signal }, definition, instance);
  ended.catch(() => undefined);
  const stop = () => stopping.abort(new Error('the test says so'));
  onTestFinished(async () => {
    stop();
    await ended.catch(() => undefined);
    await lane.close();
  });
  return { lane, log, stop, ended };
};
