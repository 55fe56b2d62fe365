/**
 * Calls the listener once when the signal aborts, or at once if it has aborted already. Returns a function that removes
 * the listener: call it when the abort no longer matters, since a signal can live as long as the process and would keep
 * the listener. Without a signal nothing happens.
 */
export const onAbort = (signal: AbortSignal | undefined, listener: () => void): (() => void) => {
  if (signal === undefined) return () => undefined;
  if (signal.aborted) {
    listener();
    return () => undefined;
  }
  signal.addEventListener('abort', listener, { once: true });
  return () => signal.removeEventListener('abort', listener);
};

/**
 * Settles as the promise does, or rejects with the signal's reason if the signal aborts first. The work behind the
 * promise goes on.
 */
export const rejectOnAbort = <Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> =>
  new Promise((resolve, reject) => {
    const removeListener = onAbort(signal, () => reject(signal.reason as Error));
    void promise.finally(removeListener).then(resolve, reject);
  });
