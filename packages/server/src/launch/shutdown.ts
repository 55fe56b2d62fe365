import type { Logger } from 'pino';

export interface Shutdown {
  /** The part added last is closed first. `what` is its name in the log if closing it fails. */
  add(what: string, close: () => Promise<unknown>): void;
  /** Closes everything, once, however often it is called. A part that fails to close keeps no other part open. */
  run(): Promise<void>;
}

export const createShutdown = (log: Logger): Shutdown => {
  const parts: { what: string; close: () => Promise<unknown> }[] = [];
  let running: Promise<void> | undefined;
  const closeAll = async (): Promise<void> => {
    for (const { what, close } of parts.toReversed())
      await close().catch((error: unknown) => log.error({ err: error }, `Closing ${what} failed`));
  };
  return {
    add: (what, close) => void parts.push({ what, close }),
    run: () => (running ??= closeAll()),
  };
};
