import { ApiError } from '@pawprint/protocol';

/**
 * Gives an act a signal that aborts with `outer` or when the time is up. AbortSignal.any would do the same, but it
 * keeps a trace of every call on a signal that lives as long as the process.
 */
export const withDeadline = async <T>(
  ms: number,
  outer: AbortSignal | undefined,
  act: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  const controller = new AbortController();
  const late = () => controller.abort(new ApiError(0, 'unavailable', `No answer within ${ms} ms.`));
  const follow = () => controller.abort(outer?.reason);
  const timer = setTimeout(late, ms);
  outer?.addEventListener('abort', follow, { once: true });
  if (outer?.aborted) follow();
  try {
    return await act(controller.signal);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener('abort', follow);
  }
};
