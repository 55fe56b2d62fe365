import { EmptyState } from '../../design/empty-state.tsx';

export const NoPreview = () => (
  <EmptyState icon="file" title="No preview">
    A browser cannot show this type, and no extractor has made a picture of it. Download the file to look at
    it.
  </EmptyState>
);
