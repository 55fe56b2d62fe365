import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { findProcess } from './running-process.ts';

interface Holder {
  readonly pid: number;
  readonly startedAt: string;
}

export interface DataDirectoryLock {
  release(): void;
}

/**
 * One server per data directory: two would each stop the other's PostgreSQL as an orphan.
 * The lock is a file that names its holder; the lock of a process that has ended counts for nothing,
 * so a killed server needs no cleaning up. It protects on one machine, not across a shared file system.
 */
export function lockDataDirectory(dataDir: string): DataDirectoryLock {
  const path = join(dataDir, 'server.lock');
  const mine = JSON.stringify(self());
  for (;;) {
    if (createExclusively(path, mine)) return { release: () => releaseIfMine(path, mine) };
    const seen = readIfPresent(path);
    const holder = parseHolder(seen);
    if (holder && isRunning(holder)) throw heldBy(holder, dataDir);
    if (seen !== undefined) discardStale(path, seen);
  }
}

function self(): Holder {
  return { pid: process.pid, startedAt: findProcess(process.pid)?.startedAt ?? '' };
}

function isRunning(holder: Holder): boolean {
  return findProcess(holder.pid)?.startedAt === holder.startedAt;
}

/** A hard link makes the file appear whole, so that a lock is never read without its holder's name in it. */
function createExclusively(path: string, content: string): boolean {
  const draft = `${path}.${process.pid}.draft`;
  try {
    writeFileSync(draft, content);
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Moves the file aside before its holder is judged to have ended: another server may have put its own there meanwhile. */
function discardStale(path: string, seen: string): void {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  const moved = readIfPresent(aside);
  rmSync(aside, { force: true });
  if (moved !== undefined && moved !== seen) createExclusively(path, moved);
}

function releaseIfMine(path: string, mine: string): void {
  if (readIfPresent(path) === mine) rmSync(path, { force: true });
}

function readIfPresent(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** Undefined for anything but a holder, such as the empty file a full disk or a power cut leaves. */
function parseHolder(content: string | undefined): Holder | undefined {
  try {
    const value: unknown = JSON.parse(content ?? '');
    if (typeof value !== 'object' || value === null || !('pid' in value) || !('startedAt' in value))
      return undefined;
    const { pid, startedAt } = value;
    return typeof pid === 'number' && typeof startedAt === 'string' ? { pid, startedAt } : undefined;
  } catch {
    return undefined;
  }
}

function heldBy(holder: Holder, dataDir: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'data-directory-held',
    `The data directory ${dataDir} is in use by a running Pawprint server (process ${holder.pid}). ` +
      'Stop that server, or set PAWPRINT_DATA_DIR to another directory.',
  );
}
