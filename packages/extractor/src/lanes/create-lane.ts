import type { ExtractorDefinition } from '../definition.ts';
import type { Instance } from '../instance/instance.ts';
import type { InstanceLog } from '../instance-log.ts';
import type { LaneSettings } from '../settings/lane-settings.ts';
import type { Timings } from '../timings.ts';
import { createHttpLane } from './http/http-lane.ts';
import type { Lane } from './lane.ts';
import { createRabbitLane } from './rabbitmq/rabbit-lane.ts';

export interface LanePorts {
  readonly log: InstanceLog;
  readonly timings: Timings;
}

export const createLane = (
  ports: LanePorts,
  settings: LaneSettings,
  definition: ExtractorDefinition,
  instance: Instance,
): Lane =>
  settings.kind === 'http'
    ? createHttpLane({ ...ports, url: settings.url, key: settings.key }, definition, instance)
    : createRabbitLane({ ...ports, settings }, definition, instance);

/** What the extractor is called: with a queue of another name, by that, as pyClowder does. */
export const namedFor = (settings: LaneSettings, definition: ExtractorDefinition): ExtractorDefinition =>
  settings.kind === 'rabbitmq' && settings.queue !== undefined
    ? { ...definition, name: settings.queue }
    : definition;
