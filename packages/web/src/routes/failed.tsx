import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { isCodeFailure } from '../api/server-reachable.ts';
import { ErrorPanel } from '../design/error-panel.tsx';
import { Panel } from '../design/panel.tsx';

/** In place of a page whose code threw. The header stays, so that other pages can be reached. */
export const FailedPage = ({ error }: ErrorComponentProps) => {
  const router = useRouter();
  return (
    <main>
      <Panel>
        <ErrorPanel
          what="This page could not be shown."
          error={error}
          onRetry={() => (isCodeFailure(error) ? location.reload() : void router.invalidate())}
        />
      </Panel>
    </main>
  );
};
