import { type CallInput, type Client, followJobs, type Job } from '@pawprint/protocol';

type Query = NonNullable<CallInput<'streamJobs'>['query']>;

/**
 * Follows the jobs that the query selects until `done` holds for the newest state of each, by job id. The stream is
 * opened with `after: 0`, so that jobs from before count too.
 */
export const followUntil = (
  client: Client,
  query: Query,
  done: (jobs: ReadonlyMap<string, Job>) => boolean,
): Promise<ReadonlyMap<string, Job>> =>
  new Promise((resolve) => {
    const jobs = new Map<string, Job>();
    const stream = followJobs(
      client,
      { after: 0, ...query },
      {
        onJob(job) {
          jobs.set(job.id, job);
          if (!done(jobs)) return;
          stream.close();
          resolve(jobs);
        },
      },
    );
  });

/** For `followUntil`: so many jobs, every one of them ended. */
export const allEnded =
  (count: number) =>
  (jobs: ReadonlyMap<string, Job>): boolean =>
    jobs.size >= count && [...jobs.values()].every((job) => job.finished_at !== null);
