import { archiveHandlers } from './archive-handlers.ts';
import { cancelHandlers } from './cancel-handlers.ts';
import { dtsListHandlers } from './dts-list-handlers.ts';
import { instanceStatusHandler } from './instance-status-handler.ts';
import { metricsHandler } from './metrics-handler.ts';
import type { ClowderPorts } from './ports.ts';
import { statusHandlers } from './status-handlers.ts';
import { submitDatasetFilesHandler } from './submit-dataset-files-handler.ts';
import { submitHandlers } from './submit-handlers.ts';
import { uploadHandlers } from './upload-handlers.ts';

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
