import { lazyPart } from '../design/on-demand.tsx';

/** The code of each tab loads when the tab is first chosen. */
export const FilesTab = lazyPart(async () => (await import('../files/list/files-tab.tsx')).FilesTab);
export const GridTab = lazyPart(async () => (await import('../datasets/grid/grid-tab.tsx')).GridTab);
export const TimelineTab = lazyPart(
  async () => (await import('../datasets/timeline/timeline-tab.tsx')).TimelineTab,
);
export const DatasetMetadataTab = lazyPart(
  async () => (await import('../metadata/dataset-metadata-tab.tsx')).DatasetMetadataTab,
);
export const MetadataTab = lazyPart(async () => (await import('../metadata/metadata-tab.tsx')).MetadataTab);
export const ExtractionsTab = lazyPart(
  async () => (await import('../jobs/extractions/extractions-tab.tsx')).ExtractionsTab,
);
