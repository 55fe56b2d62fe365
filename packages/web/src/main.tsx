import './design/styles.ts';
import { ApiError } from '@pawprint/protocol/client';
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { isSignedOut } from './api/explain.ts';
import { keys } from './api/query-keys.ts';
import { rememberCodeFailures } from './api/server-reachable.ts';
import { ThemeProvider } from './design/theme-provider.tsx';
import { createAppRouter } from './router.tsx';

/** Only a request without an answer is repeated: a refusal would be the same a second time. */
const shouldRetry = (failures: number, error: Error): boolean =>
  failures < 2 && error instanceof ApiError && (error.status === 0 || error.status >= 502);

const createQueryClient = (onSignedOut: () => void): QueryClient => {
  const onError = (error: Error): void => {
    if (isSignedOut(error)) onSignedOut();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: { queries: { staleTime: 5_000, retry: shouldRetry } },
  });
};

/** When the session has ended, the router requests the signed-in user again, and so shows the login page. */
const queries = createQueryClient(() => {
  if (!queries.getQueryData(keys.me)) return;
  queries.removeQueries({ queryKey: keys.me });
  void router.invalidate();
});
const router = createAppRouter(queries);

rememberCodeFailures();
const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <StrictMode>
      <ThemeProvider>
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </ThemeProvider>
    </StrictMode>,
  );
