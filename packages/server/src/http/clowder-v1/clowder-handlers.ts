import { cancelHandlers } from './cancel.ts';
import { dtsHandlers } from './dts.ts';
import { instanceStatusHandler } from './instance-status.ts';
import { metricsHandler } from './metrics.ts';
import type { ClowderPorts } from './ports.ts';
import { statusHandlers } from './status.ts';
import { submitDatasetFilesHandler, submitHandlers } from './submit.ts';

/** Clowder v1's routes about extraction. */
export const clowderHandlers = (ports: ClowderPorts) => ({
  ...submitHandlers(ports),
  submitDatasetFiles: submitDatasetFilesHandler(ports),
  ...cancelHandlers(ports),
  ...statusHandlers(ports),
  ...dtsHandlers(ports),
  reportExtractorMetrics: metricsHandler(ports),
  showStatus: instanceStatusHandler(ports),
});
