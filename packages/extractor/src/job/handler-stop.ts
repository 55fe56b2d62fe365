import type { HandlerEnd } from './handle-job.ts';
import { StoppingError } from './stop-reason.ts';

export interface HandlerStop {
  /** The handler's `ctx.signal`. */
  readonly signal: AbortSignal;
  /** Aborts the signal. The first reason stands. */
  readonly stop: (reason: Error) => void;
  /** Resolves when a handler has not stopped although its instance must: the job is given back without it. */
  readonly leftBehind: Promise<HandlerEnd>;
  readonly release: () => void;
}

/** The handler's signal, which `giveBack` aborts too: a handler that does not heed it within `allowanceMs` is left. */
export const createHandlerStop = (giveBack: AbortSignal, allowanceMs: number): HandlerStop => {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let leave: (end: HandlerEnd) => void;
  const leftBehind = new Promise<HandlerEnd>((resolve) => {
    leave = resolve;
  });
  const onGiveBack = () => {
    controller.abort(new StoppingError());
    timer = setTimeout(() => leave({ kind: 'threw', error: 'The handler did not stop.' }), allowanceMs);
  };
  giveBack.addEventListener('abort', onGiveBack, { once: true });
  if (giveBack.aborted) onGiveBack();
  return {
    signal: controller.signal,
    stop: (reason) => controller.abort(reason),
    leftBehind,
    release() {
      clearTimeout(timer);
      giveBack.removeEventListener('abort', onGiveBack);
    },
  };
};
