import type { DataPorts } from '../../data/ports.ts';
import { datasetHandlers } from './dataset-handlers.ts';
import { fileHandlers } from './file-handlers.ts';
import { metadataHandlers } from './metadata-handlers.ts';
import { previewHandlers } from './preview-handlers.ts';
import { tagHandlers } from './tag-handlers.ts';

/** All of protocol's `datasetRoutes` and `fileRoutes`. */
export const dataHandlers = (ports: DataPorts) => ({
  ...datasetHandlers(ports),
  ...fileHandlers(ports),
  ...metadataHandlers(ports),
  ...tagHandlers(ports),
  ...previewHandlers(ports),
});
