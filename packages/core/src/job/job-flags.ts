import type { JobFlag, JobProgress } from './job.ts';

export const withFlag = (job: JobProgress, flag: JobFlag): JobProgress =>
  job.flags.has(flag) ? job : { ...job, flags: new Set([...job.flags, flag]) };

export const withoutFlags = (job: JobProgress, ...flags: readonly JobFlag[]): JobProgress => {
  if (!flags.some((flag) => job.flags.has(flag))) return job;
  return { ...job, flags: new Set([...job.flags].filter((flag) => !flags.includes(flag))) };
};
