import type { JobFlag, JobProgress } from './job.ts';

export const withFlag = (job: JobProgress, flag: JobFlag): JobProgress =>
  job.flags.has(flag) ? job : { ...job, flags: new Set([...job.flags, flag]) };

export const withoutFlags = (job: JobProgress, ...flags: readonly JobFlag[]): JobProgress => {
  const kept = [...job.flags].filter((flag) => !flags.includes(flag));
  return kept.length === job.flags.size ? job : { ...job, flags: new Set(kept) };
};
