import type { InstanceLog } from '../../instance-log.ts';
import type { RetryingClient } from '../../server/retrying-client.ts';

export interface InstancePorts {
  /** Speaks with the instance's own key. */
  readonly client: RetryingClient;
  readonly log: InstanceLog;
}
