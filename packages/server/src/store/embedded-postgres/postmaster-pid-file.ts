import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface PostmasterPidFile {
  readonly pid: number;
  /** True once it takes connections. */
  readonly ready: boolean;
}

/** What PostgreSQL says about itself in its data directory; undefined without such a file. */
export function readPostmasterPidFile(cluster: string): PostmasterPidFile | undefined {
  try {
    return parsePostmasterPidFile(readFileSync(postmasterPidFileIn(cluster), 'utf8'));
  } catch {
    return undefined;
  }
}

export const postmasterPidFileIn = (cluster: string): string => join(cluster, 'postmaster.pid');

/** Line 1 is the process id, line 8 the status; the lines appear one by one while PostgreSQL starts. */
export function parsePostmasterPidFile(content: string): PostmasterPidFile | undefined {
  const lines = content.split('\n');
  const pid = Number(lines[0]);
  return Number.isInteger(pid) && pid > 0 ? { pid, ready: lines[7]?.trim() === 'ready' } : undefined;
}
