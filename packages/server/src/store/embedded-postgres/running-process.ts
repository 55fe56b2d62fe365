import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

export interface RunningProcess {
  /** Differs for two processes that got the same id one after the other. */
  readonly startedAt: string;
  readonly command: string;
}

/** The process that has this id now; undefined when there is none, or only a zombie. */
export function findProcess(pid: number): RunningProcess | undefined {
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return existsSync('/proc/self/stat') ? fromProc(pid) : fromPs(pid);
}

function fromProc(pid: number): RunningProcess | undefined {
  const stat = readIfPresent(`/proc/${pid}/stat`);
  const command = readIfPresent(`/proc/${pid}/cmdline`);
  if (stat === undefined || command === undefined) return undefined;
  // The second field is the program's name in parentheses and may itself hold spaces and parentheses.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, startedAt] = [fields[0], fields[19]];
  if (state === 'Z' || state === 'X' || startedAt === undefined) return undefined;
  return { startedAt, command: command.replaceAll('\0', ' ').trim() };
}

function readIfPresent(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function fromPs(pid: number): RunningProcess | undefined {
  const state = ps(pid, 'state');
  const startedAt = ps(pid, 'lstart');
  const command = ps(pid, 'args');
  if (!state || state.startsWith('Z') || !startedAt || command === undefined) return undefined;
  return { startedAt, command };
}

function ps(pid: number, column: string): string | undefined {
  try {
    return execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
}
