import { type SweepPorts, sweepDoomedBlobs } from './sweep-doomed-blobs.ts';

export interface BlobSweeperPorts extends SweepPorts {
  readonly now: () => Date;
  /** Told of a sweep that failed; the next one takes up where it stopped. */
  readonly onError: (error: unknown) => void;
}

export interface BlobSweeper {
  /** Sweeps soon, and again if it is woken meanwhile. Called at start, and whenever blobs may have become due. */
  wake(): void;
  /** Resolves when no sweep is running or wanted. */
  idle(): Promise<void>;
}

/** Sweeps one at a time, beside the requests that caused it. Before the database is closed, wait until it is idle. */
export const createBlobSweeper = ({ now, onError, ...ports }: BlobSweeperPorts): BlobSweeper => {
  let sweeping: Promise<void> | null = null;
  let wanted = false;

  const sweep = async (): Promise<void> => {
    while (wanted) {
      wanted = false;
      await sweepDoomedBlobs(ports, now()).catch(onError);
    }
    sweeping = null;
  };

  return {
    wake() {
      wanted = true;
      sweeping ??= sweep();
    },
    idle: () => sweeping ?? Promise.resolve(),
  };
};
