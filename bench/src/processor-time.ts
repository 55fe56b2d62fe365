import { readdirSync, readFileSync } from 'node:fs';

/** The fields of /proc/<pid>/stat from the third on (proc_pid_stat(5)); none if the process has ended. */
const statOf = (pid: number): readonly string[] => {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
  } catch {
    return [];
  }
};

const PARENT = 1;
const IN_USER = 11;
const IN_KERNEL = 12;
/** Linux counts in hundredths of a second, whatever the machine. */
const TICKS = 100;

/** Processor time that a process and its children have used so far, in seconds. A child that has ended counts no more. */
export const processorSeconds = (pid: number): number =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ id: Number(name), stat: statOf(Number(name)) }))
    .filter(({ id, stat }) => id === pid || Number(stat[PARENT]) === pid)
    .reduce((sum, { stat }) => sum + (Number(stat[IN_USER] ?? 0) + Number(stat[IN_KERNEL] ?? 0)) / TICKS, 0);
