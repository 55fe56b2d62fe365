import type { DataPorts } from '../../data/ports.ts';
import { collectionDatasetHandlers } from './collection-dataset-handlers.ts';
import { collectionHandlers } from './collection-handlers.ts';
import { datasetDownloadHandler } from './dataset-download-handler.ts';
import { datasetHandlers } from './dataset-handlers.ts';
import { fileHandlers } from './file-handlers.ts';
import { fileListHandlers } from './file-list-handlers.ts';
import { metadataHandlers } from './metadata-handlers.ts';
import { metadataRemovalHandlers } from './metadata-removal-handlers.ts';
import { previewAttachmentHandlers } from './preview-attachment-handlers.ts';
import { previewHandlers } from './preview-handlers.ts';
import { previewListHandlers } from './preview-list-handlers.ts';
import { sectionHandlers } from './section-handlers.ts';
import { sectionTagHandlers } from './section-tag-handlers.ts';
import { tagHandlers } from './tag-handlers.ts';
import { technicalMetadataHandlers } from './technical-metadata-handlers.ts';

/** All of the routes in protocol's `data/`. */
export const dataHandlers = (ports: DataPorts) => ({
  ...datasetHandlers(ports),
  ...datasetDownloadHandler(ports),
  ...fileHandlers(ports),
  ...fileListHandlers(ports),
  ...metadataHandlers(ports),
  ...metadataRemovalHandlers(ports),
  ...technicalMetadataHandlers(ports),
  ...tagHandlers(ports),
  ...previewHandlers(ports),
  ...previewAttachmentHandlers(ports),
  ...previewListHandlers(ports),
  ...sectionHandlers(ports),
  ...sectionTagHandlers(ports),
  ...collectionHandlers(ports),
  ...collectionDatasetHandlers(ports),
});
