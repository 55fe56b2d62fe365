import { onAbort } from './abort.ts';

/** Something did not end within its time limit. */
export class TimeLimitError extends Error {
  override readonly name = 'TimeLimitError';
  readonly limitMs: number;

  constructor(limitMs: number) {
    super(`No end within ${limitMs} ms.`);
    this.limitMs = limitMs;
  }
}

/**
 * Settles as the promise does, where that is within `limitMs` milliseconds. After that it resolves to what `fallback`
 * returns (it must not throw), or rejects with a TimeLimitError if no fallback is given. The work behind the promise goes
 * on; a later rejection of it is ignored.
 */
export const withTimeLimit = <Value, Fallback = never>(
  promise: Promise<Value>,
  limitMs: number,
  fallback?: () => Fallback,
): Promise<Value | Fallback> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      if (fallback) resolve(fallback());
      else reject(new TimeLimitError(limitMs));
    }, limitMs);
    void promise.finally(() => clearTimeout(timer)).then(resolve, reject);
  });

export interface TimeLimitedCall {
  readonly limitMs: number;
  /** A signal whose abort ends the call too, with its own reason. */
  readonly signal?: AbortSignal | undefined;
  /** What the call's signal aborts with after `limitMs`. Default: a TimeLimitError. */
  readonly createError?: () => Error;
}

/**
 * Gives a call a signal that aborts after `limitMs` milliseconds, or with the outer signal, and settles as the call
 * does. `AbortSignal.any` would combine the signals as well, but keeps a trace of every call on an outer signal that
 * lives as long as the process.
 */
export const callWithTimeLimit = async <Value>(
  call: (signal: AbortSignal) => Promise<Value>,
  { limitMs, signal, createError = () => new TimeLimitError(limitMs) }: TimeLimitedCall,
): Promise<Value> => {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(createError()), limitMs);
  const removeListener = onAbort(signal, () => controller.abort(signal?.reason));
  try {
    return await call(controller.signal);
  } finally {
    clearTimeout(timer);
    removeListener();
  }
};
