import type { Instant } from '@pawprint/core';
import type { Config } from '../config/config.ts';
import {
  type RabbitmqLane,
  type RabbitmqLanePorts,
  startRabbitmqLane,
} from '../lanes/rabbitmq/start-rabbitmq-lane.ts';
import type { UpkeepPorts } from '../upkeep/upkeep.ts';

type LaneSettings = 'uri' | 'managementUrl' | 'window' | 'autoEnable' | 'approveChanges' | 'maxHeartbeatOnly';

/** The lane as it is configured; null where no broker is. */
export const openRabbitmqLane = async (
  config: Config,
  ports: Omit<RabbitmqLanePorts, LaneSettings>,
): Promise<RabbitmqLane | null> =>
  config.rabbitmqUri === undefined
    ? null
    : startRabbitmqLane({
        ...ports,
        uri: config.rabbitmqUri,
        managementUrl: config.rabbitmqManagementUrl ?? null,
        window: config.dispatchWindow ?? null,
        autoEnable: config.autoEnableExtractors,
        approveChanges: config.approveChanges,
        maxHeartbeatOnly: config.maxHeartbeatExtractors,
      });

/** Over HTTP reports come for as long as the server runs. */
export const receptionOf =
  (rabbitmq: RabbitmqLane | null, startedAt: Instant): UpkeepPorts['reportsSince'] =>
  (lane) =>
    lane === 'rabbitmq' && rabbitmq !== null ? rabbitmq.reportsSince() : startedAt;
