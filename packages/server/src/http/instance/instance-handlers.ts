import type { Handlers } from '../handler.ts';
import { type MetricsPorts, metricsHandlers } from '../metrics.ts';
import { type AuditHandlerPorts, auditHandlers } from './audit.ts';

/** What concerns the instance as a whole. */
export const instanceHandlers = (
  ports: AuditHandlerPorts & MetricsPorts,
): Handlers<'listAudit' | 'exportAudit' | 'showMetrics'> => ({
  ...auditHandlers(ports),
  ...metricsHandlers(ports),
});
