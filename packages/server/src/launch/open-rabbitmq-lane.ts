import { readTlsFiles } from '@pawprint/amqp';
import type { Instant } from '@pawprint/core';
import type { Config } from '../config/config.ts';
import {
  type RabbitmqLane,
  type RabbitmqLanePorts,
  startRabbitmqLane,
} from '../lanes/rabbitmq/start-rabbitmq-lane.ts';
import type { UpkeepPorts } from '../upkeep/upkeep.ts';
import { StartError } from './start-error.ts';

type LaneSettings =
  | 'broker'
  | 'managementUrl'
  | 'window'
  | 'autoEnable'
  | 'approveChanges'
  | 'maxHeartbeatOnly';

/**
 * The lane as it is configured; null where no broker is. Rejects with `StartError` if a file of its certificates cannot be
 * read; whatever else is wrong with them shows when it connects.
 */
export const openRabbitmqLane = async (
  config: Config,
  ports: Omit<RabbitmqLanePorts, LaneSettings>,
): Promise<RabbitmqLane | null> => {
  const { rabbitmq: broker } = config;
  if (broker === undefined) return null;
  await readTlsFiles(broker.tls ?? {}).catch((error: unknown) => {
    throw new StartError(`RabbitMQ cannot be connected to. ${error instanceof Error ? error.message : ''}`);
  });
  return startRabbitmqLane({
    ...ports,
    broker,
    managementUrl: config.rabbitmqManagementUrl ?? null,
    window: config.dispatchWindow ?? null,
    autoEnable: config.autoEnableExtractors,
    approveChanges: config.approveChanges,
    maxHeartbeatOnly: config.maxHeartbeatExtractors,
  });
};

/** Over HTTP reports come for as long as the server runs. */
export const receptionOf =
  (rabbitmq: RabbitmqLane | null, startedAt: Instant): UpkeepPorts['reportsSince'] =>
  (lane) =>
    lane === 'rabbitmq' && rabbitmq !== null ? rabbitmq.reportsSince() : startedAt;
