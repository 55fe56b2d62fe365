import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface WorkFolder {
  /** The folder's path; made at the first call. */
  readonly path: () => Promise<string>;
  /** Removes it with all that is in it. */
  readonly remove: () => Promise<void>;
}

/** A folder of one attempt's own, below the system's folder for temporary files. */
export const createWorkFolder = (): WorkFolder => {
  let made: Promise<string> | undefined;
  return {
    path: () => (made ??= mkdtemp(join(tmpdir(), 'pawprint-job-'))),
    async remove() {
      if (made) await rm(await made, { recursive: true, force: true });
    },
  };
};
