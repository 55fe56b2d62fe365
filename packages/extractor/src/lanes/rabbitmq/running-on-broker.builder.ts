import { onTestFinished } from 'vitest';
import type { ExtractorDefinition } from '../../definition.ts';
import { createExtractor } from '../../extractor.ts';
import type { Handle } from '../../job/handle-job.ts';
import type { RunOptions } from '../../settings.ts';
import { type BrokerPeer, connectPeer } from './broker-peer.builder.ts';

export interface RunningOnBroker {
  readonly peer: BrokerPeer;
  /** Name of the extractor and of its queue: one for each test. */
  readonly queue: string;
  /** Lines of the instance's own log. */
  readonly log: readonly string[];
  readonly stop: () => Promise<void>;
}

export interface BrokerSetup extends Partial<Pick<ExtractorDefinition, 'concurrency' | 'name'>> {
  readonly options?: RunOptions;
}

let made = 0;
export const newQueue = (): string => `test.extractor-${(made += 1)}`;

const loggerTo = (lines: string[]) => {
  const write = (line: string) => void lines.push(line);
  return { info: write, warn: write, error: write };
};

/** Starts an instance on a broker, and a peer that acts as the server. Both end with the test. */
export const runOnBroker = async (
  url: string,
  handle: Handle,
  { concurrency = 1, name = newQueue(), options }: BrokerSetup = {},
): Promise<RunningOnBroker> => {
  const peer = await connectPeer(url);
  const log: string[] = [];
  const extractor = createExtractor({
    name,
    version: '1.0.0',
    process: { file: ['*'] },
    concurrency,
    handle,
  });
  const ended = extractor.run({
    graceSeconds: 0,
    handleSignals: false,
    log: loggerTo(log),
    ...options,
    rabbitmq: { uri: url, ...options?.rabbitmq },
  });
  const stop = () => extractor.stop().then(() => ended);
  onTestFinished(async () => {
    await stop();
    await peer.close();
  });
  // The instance declares its queues before its first heartbeat.
  await peer.until(() => peer.heartbeats.length > 0);
  return { peer, queue: name, log, stop };
};
