import { readdirSync, readFileSync } from 'node:fs';

/** One of the fields of a file of /proc, in bytes; 0 if the process has ended. */
const fieldOf = (file: string, field: string): number => {
  try {
    const [, kilobytes = '0'] =
      new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(file, 'utf8')) ?? [];
    return Number(kilobytes) * 1024;
  } catch {
    return 0;
  }
};

/** Memory of a process that is in use (proc_pid_status(5)), in bytes. */
export const residentBytes = (pid: number): number => fieldOf(`/proc/${pid}/status`, 'VmRSS');

/**
 * Memory of PostgreSQL's own and of its connections' processes, in bytes. What they share is left out: it is as large as
 * `shared_buffers`, and fills while tables are read.
 */
export const ownBytesOfPostgres = (postmaster: number): number =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => Number(name) === postmaster || parentOf(name) === postmaster)
    .reduce((sum, name) => sum + fieldOf(`/proc/${name}/smaps_rollup`, 'Pss_Anon'), 0);

const parentOf = (pid: string): number | undefined => {
  try {
    return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  } catch {
    return undefined;
  }
};
