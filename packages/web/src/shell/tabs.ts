import { lazyRouteComponent } from '@tanstack/react-router';

/** Each comes when it is first chosen: nobody waits for a tab that is not looked at. */
export const FilesTab = lazyRouteComponent(() => import('../files/list/files-tab.tsx'), 'FilesTab');
export const MetadataTab = lazyRouteComponent(() => import('../metadata/metadata-tab.tsx'), 'MetadataTab');
export const ExtractionsTab = lazyRouteComponent(
  () => import('../jobs/extractions/extractions-tab.tsx'),
  'ExtractionsTab',
);
