import { hostname } from 'node:os';
import type { Instance } from '../../instance/instance.ts';
import type { RetryingClient } from '../../server/retrying-client.ts';
import type { HeartbeatPorts } from '../heartbeat.ts';

export const sayToServer =
  (client: RetryingClient, instance: Instance, intervalMs: number): HeartbeatPorts['say'] =>
  (what, signal) =>
    client.call('sendHeartbeat', {
      params: { name: instance.extractor, instance_id: instance.id },
      body: {
        version: instance.version,
        host: hostname().slice(0, 255),
        interval_s: Math.max(1, intervalMs / 1000),
        ...(what === 'leaves' && { stopping: true }),
      },
      signal,
    });
