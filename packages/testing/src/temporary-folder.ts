import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TemporaryFolder {
  readonly path: string;
  readonly remove: () => Promise<void>;
}

/** `closed` to every other user, as a home of mode 0700 is, or `open` for them to walk and read. */
export async function temporaryFolder(access: 'closed' | 'open'): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(tmpdir(), 'pawprint-test-'));
  await chmod(path, access === 'open' ? 0o755 : 0o700);
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
