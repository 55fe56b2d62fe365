import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { isHidden } from '../api/explain.ts';
import { ErrorPanel } from '../design/error-panel.tsx';
import { LoadingRows } from '../design/loading-rows.tsx';
import { Panel } from '../design/panel.tsx';
import { NotFound } from './not-found.tsx';

interface ResourcePageProps<T> {
  readonly query: UseQueryResult<T>;
  readonly what: 'dataset' | 'file' | 'space' | 'extractor';
  readonly crumbs: ReactNode;
  readonly children: (resource: T) => ReactNode;
}

/** The page of one resource: loading, failed, not found, or shown. */
export const ResourcePage = <T,>({ query, what, crumbs, children }: ResourcePageProps<T>) => {
  const { data, error, refetch } = query;
  if (isHidden(error)) return <NotFound what={what} />;
  return (
    <>
      {crumbs}
      {data === undefined ? null : children(data)}
      {data === undefined && error ? (
        <Panel>
          <ErrorPanel
            what={`The ${what} could not be loaded.`}
            error={error}
            onRetry={() => void refetch()}
          />
        </Panel>
      ) : null}
      {data === undefined && !error ? <LoadingRows what={`the ${what}`} /> : null}
    </>
  );
};
