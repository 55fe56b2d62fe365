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
const OF_ENDED_CHILDREN = [13, 14];
/** Linux counts in hundredths of a second, whatever the machine. */
const TICKS = 100;

/** Processor time that a process and its children have used so far, those that have ended too, in seconds. */
export const processorSeconds = (pid: number): number =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ id: Number(name), stat: statOf(Number(name)) }))
    .filter(({ id, stat }) => id === pid || Number(stat[PARENT]) === pid)
    .flatMap(({ id, stat }) =>
      [IN_USER, IN_KERNEL, ...(id === pid ? OF_ENDED_CHILDREN : [])].map((field) => Number(stat[field] ?? 0)),
    )
    .reduce((sum, ticks) => sum + ticks / TICKS, 0);
