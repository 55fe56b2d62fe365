import type { ReactNode } from 'react';
import { EmptyState } from '../../design/empty-state.tsx';

/** @param props.children why; default: the type of the file */
export const NoPreview = ({ children }: { readonly children?: ReactNode }) => (
  <EmptyState icon="file" title="No preview">
    {children ?? 'A browser cannot show this type. Download the file to look at it.'}
  </EmptyState>
);

/** For a file that is not what its type says, or breaks off. */
export const Broken = ({ what, reason }: { readonly what: string; readonly reason: string }) => (
  <EmptyState icon="stalled" title={`This ${what} is broken`}>
    {reason}
  </EmptyState>
);
