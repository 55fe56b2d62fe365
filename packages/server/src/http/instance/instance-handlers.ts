import type { Handlers } from '../handler.ts';
import { type MetricsPorts, metricsHandlers } from '../metrics.ts';
import { serverHandlers } from '../server.ts';
import { type AuditHandlerPorts, auditHandlers } from './audit.ts';
import { downloadSdk, PACKED_SDK } from './sdk.ts';
import { type SystemHandlerPorts, systemHandlers } from './system.ts';

type InstanceRouteName =
  | 'showHealth'
  | 'showReadiness'
  | 'showVersion'
  | 'downloadSdk'
  | 'showMetrics'
  | 'showSystem'
  | 'listSettings'
  | 'listAudit'
  | 'exportAudit';

interface InstancePorts extends AuditHandlerPorts, Omit<SystemHandlerPorts, 'lanes'> {
  readonly metrics: MetricsPorts['metrics'];
  /** Null where RabbitMQ is not configured. */
  readonly rabbitmq:
    | (NonNullable<MetricsPorts['reception']> & { readonly checks: SystemHandlerPorts['lanes'] })
    | null;
}

/** What concerns the instance as a whole. */
export const instanceHandlers = (given: InstancePorts): Handlers<InstanceRouteName> => {
  const { rabbitmq } = given;
  const ports = { ...given, lanes: () => rabbitmq?.checks() ?? {} };
  return {
    ...serverHandlers(ports),
    downloadSdk: downloadSdk(PACKED_SDK),
    ...metricsHandlers({ ...ports, reception: rabbitmq }),
    ...systemHandlers(ports),
    ...auditHandlers(ports),
  };
};
