import { hostname } from 'node:os';
import { HEADERS, HEARTBEAT_EXCHANGE, type HeartbeatInput, heartbeatBody } from '@pawprint/protocol';
import type { HeartbeatPorts } from '../heartbeat.ts';
import type { Outbox } from './outbox.ts';
import { unlessAborted } from './unless-aborted.ts';

/** PyClowder's heartbeat, with how long to wait for the next one. A farewell is not kept for a broker that is away. */
export const sayToBroker = (
  outbox: Outbox,
  facts: HeartbeatInput,
  intervalMs: number,
): HeartbeatPorts['say'] => {
  const content = Buffer.from(JSON.stringify(heartbeatBody(facts)));
  return async (what, signal) => {
    const leaves = what === 'leaves';
    if (leaves && !outbox.isOpen()) throw new Error('RabbitMQ is away.');
    const headers = {
      [HEADERS.version]: facts.info.version,
      [HEADERS.host]: hostname().slice(0, 255),
      [HEADERS.interval]: intervalMs,
      ...(leaves && { [HEADERS.stopping]: 'true' }),
    };
    const options = { contentType: 'application/json', headers };
    await unlessAborted(
      signal,
      outbox.publish({ exchange: HEARTBEAT_EXCHANGE, routingKey: '', content, options }),
    );
  };
};
