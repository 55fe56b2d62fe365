import { EmptyState } from '../../design/empty-state.tsx';

export const NoPreview = () => (
  <EmptyState icon="file" title="No preview">
    A browser cannot show this type. Download the file to look at it.
  </EmptyState>
);

/** For a file that is not what its type says, or breaks off. */
export const Broken = ({ what, reason }: { readonly what: string; readonly reason: string }) => (
  <EmptyState icon="stalled" title={`This ${what} is broken`}>
    {reason}
  </EmptyState>
);
