import type { DatasetPorts } from '../../datasets/ports.ts';
import { clowderSpaceHandlers } from '../spaces/clowder-spaces.ts';
import { sharingHandlers } from '../spaces/sharing.ts';
import { memberHandlers, peopleHandlers, spaceHandlers } from '../spaces/spaces.ts';
import { collectionDatasetHandlers, collectionHandlers } from './collections.ts';
import { datasetDownloadHandler, datasetHandlers, uploadHandlers } from './datasets.ts';
import { fileHandlers, fileListHandlers } from './files.ts';
import { findFilesHandlers } from './find-files.ts';
import { findMetadataHandlers } from './find-metadata.ts';
import { metadataHandlers, metadataRemovalHandlers, technicalMetadataHandlers } from './metadata.ts';
import { previewAttachmentHandlers, previewHandlers, previewListHandlers } from './previews.ts';
import { sectionHandlers, sectionTagHandlers } from './sections.ts';
import { tagHandlers } from './tags.ts';

/** The routes of datasets, what belongs to them, and the spaces that they are in. */
export const datasetRouteHandlers = (ports: DatasetPorts) => ({
  ...datasetHandlers(ports),
  ...uploadHandlers(ports),
  ...datasetDownloadHandler(ports),
  ...fileHandlers(ports),
  ...fileListHandlers(ports),
  ...findFilesHandlers(ports),
  ...metadataHandlers(ports),
  ...findMetadataHandlers(ports),
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
  ...spaceHandlers(ports),
  ...peopleHandlers(ports),
  ...memberHandlers(ports),
  ...sharingHandlers(ports),
  ...clowderSpaceHandlers(ports),
});
