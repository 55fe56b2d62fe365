import { lazyRouteComponent } from '@tanstack/react-router';

/** The code of each tab loads when the tab is first chosen. */
export const FilesTab = lazyRouteComponent(() => import('../files/list/files-tab.tsx'), 'FilesTab');
export const MetadataTab = lazyRouteComponent(() => import('../metadata/metadata-tab.tsx'), 'MetadataTab');
export const ExtractionsTab = lazyRouteComponent(
  () => import('../jobs/extractions/extractions-tab.tsx'),
  'ExtractionsTab',
);
