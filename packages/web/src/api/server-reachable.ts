import { retry } from '@pawprint/async';
import { ApiError } from '@pawprint/protocol/client';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import { callRoute } from './client.ts';
import { keys } from './query-keys.ts';

/** Errors of code of this page that could not be loaded. Browsers word them differently, so they are remembered. */
const codeFailures = new WeakSet<object>();

/** Called once, before the page renders. */
export const rememberCodeFailures = (): void =>
  addEventListener('vite:preloadError', ({ payload }) => codeFailures.add(payload));

/** Code of the page could not be loaded: the server does not answer, or has a newer version of the page. */
export const isCodeFailure = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && codeFailures.has(error);

/** No answer came, or a proxy in front of the server gave one. By 503 the server itself says what it lacks. */
const hasNoAnswer = (error: unknown): boolean =>
  error instanceof ApiError && [0, 502, 504].includes(error.status);

const CHECK_EVERY_MS = 2_000;

/** Resolves once the server answers. It is asked every two seconds. */
export const waitForServer = async (): Promise<void> => {
  const pause = { firstMs: CHECK_EVERY_MS, longestMs: CHECK_EVERY_MS, jitter: 0 };
  await retry(() => callRoute('showHealth', {}), pause);
};

/**
 * Whether `error` means that the server cannot be reached. If so, the server is asked until it answers, and `retry` is then
 * called. Several panels of one page share the requests.
 */
export const useServerAway = (error: unknown, retry: (() => void) | undefined): boolean => {
  const mayBeAway = retry !== undefined && (hasNoAnswer(error) || isCodeFailure(error));
  const [shownAt] = useState(() => Date.now());
  const { dataUpdatedAt, errorUpdatedAt } = useQuery({
    queryKey: keys.health,
    queryFn: ({ signal }) => callRoute('showHealth', { signal }),
    enabled: mayBeAway,
    refetchInterval: CHECK_EVERY_MS,
    staleTime: 0,
    retry: false,
  });
  // Code that fails to load from a server that answers would fail again: only a server that was away is worth a retry.
  const wasAway = hasNoAnswer(error) || errorUpdatedAt > shownAt;
  const answeredAt = mayBeAway && wasAway && dataUpdatedAt > shownAt ? dataUpdatedAt : undefined;
  const onAnswer = useEffectEvent(() => retry?.());
  useEffect(() => {
    if (answeredAt !== undefined) onAnswer();
  }, [answeredAt]);
  return mayBeAway && wasAway;
};
