import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { ErrorPanel } from '../design/error-panel.tsx';

/** A page that broke. The header stays, so that there is a way out. */
export const FailedPage = ({ error }: ErrorComponentProps) => {
  const router = useRouter();
  return (
    <main>
      <div className="panel">
        <ErrorPanel
          what="This page could not be shown."
          error={error}
          onRetry={() => void router.invalidate()}
        />
      </div>
    </main>
  );
};
