import type { Logger } from 'pino';

export interface Closing {
  /** What was opened last is closed first. `what` names it in the log, should closing it fail. */
  add(what: string, close: () => Promise<unknown>): void;
  /** Closes everything, once, however often it is asked to. One thing that fails to close keeps no other open. */
  run(): Promise<void>;
}

export const createClosing = (log: Logger): Closing => {
  const open: { what: string; close: () => Promise<unknown> }[] = [];
  let closing: Promise<void> | undefined;
  const closeAll = async (): Promise<void> => {
    for (const { what, close } of open.toReversed())
      await close().catch((error: unknown) => log.error({ err: error }, `Closing ${what} failed`));
  };
  return {
    add: (what, close) => void open.push({ what, close }),
    run: () => (closing ??= closeAll()),
  };
};
