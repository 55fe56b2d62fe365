import { cancelHandlers } from './cancel.ts';
import { dtsListHandlers } from './dts.ts';
import { instanceStatusHandler } from './instance-status.ts';
import { metricsHandler } from './metrics.ts';
import type { ClowderPorts } from './ports.ts';
import { statusHandlers } from './status.ts';
import { submitDatasetFilesHandler, submitHandlers } from './submit.ts';
import { archiveHandlers, uploadHandlers } from './uploads.ts';

/** Submitting by hand, and what Clowder v1 asks about extraction. */
export const clowderHandlers = (ports: ClowderPorts) => ({
  ...submitHandlers(ports),
  submitDatasetFiles: submitDatasetFilesHandler(ports),
  ...cancelHandlers(ports),
  ...statusHandlers(ports),
  ...dtsListHandlers(ports),
  ...uploadHandlers(ports),
  ...archiveHandlers,
  reportExtractorMetrics: metricsHandler(ports),
  showStatus: instanceStatusHandler(ports),
});
