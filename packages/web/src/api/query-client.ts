import { ApiError } from '@pawprint/protocol/client';
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { isSignedOut } from './explain.ts';

/** Only a server that did not answer is asked again: a refusal would be the same a second time. */
const shouldRetry = (failures: number, error: Error): boolean =>
  failures < 2 && error instanceof ApiError && (error.status === 0 || error.status >= 502);

export const createQueryClient = (onSignedOut: () => void): QueryClient => {
  const onError = (error: Error): void => {
    if (isSignedOut(error)) onSignedOut();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: { queries: { staleTime: 5_000, retry: shouldRetry } },
  });
};
