import type { InstanceLog } from '../instance-log.ts';
import type { RetryingClient } from '../server/retrying-client.ts';

/** One running process of an extractor, as the server knows it. */
export interface Instance {
  readonly id: string;
  readonly extractor: string;
  readonly version: string;
}

export interface InstancePorts {
  /** Speaks with the instance's own key. */
  readonly client: RetryingClient;
  readonly log: InstanceLog;
}
