import { checkSilence, type Instant, type Silence, type SilenceTerms } from '@pawprint/core';
import { type Instance, instanceStatus } from '../model/instance.ts';
import type { Job } from '../model/job.ts';
import { applyEvents, type JobChange, serverEvent } from '../model/job-change.ts';
import { readInstances } from '../store/extractors/extractors.ts';
import { appendEvents } from '../store/jobs/append-events.ts';
import { lockUnlockedJobs } from '../store/jobs/lock-jobs.ts';
import { readBusyExtractors, readP99Gap, readSilentJobs } from '../store/jobs/silent-jobs.ts';
import type { JobPorts } from './ports.ts';

/**
 * Marks jobs without an event for long as STALLED, and ends those silent for too long as LOST. Several servers may do
 * this at once: what is recorded is not recorded again, and a job that another one has locked is left to it.
 */
export const checkSilentJobs = async (ports: JobPorts, terms: SilenceTerms, now: Instant): Promise<void> => {
  for (const extractor of await readBusyExtractors(ports.db)) {
    await checkExtractor(ports, extractor, terms, now);
  }
};

/** How many jobs are locked at a time. */
const MOST_AT_ONCE = 200;

const checkExtractor = async (
  { db }: JobPorts,
  extractor: string,
  terms: SilenceTerms,
  now: Instant,
): Promise<void> => {
  const silent = await readSilentJobs(db, extractor, terms, now);
  if (silent.length === 0) return;
  const instances = await readInstances(db, extractor);
  const activity = activityOf(instances, await readP99Gap(db, extractor), now);
  for (let from = 0; from < silent.length; from += MOST_AT_ONCE)
    await db.transaction().execute(async (trx) => {
      const jobs = await lockUnlockedJobs(trx, silent.slice(from, from + MOST_AT_ONCE));
      await appendEvents(
        trx,
        jobs.map((job) => checkJob(job, activity, terms, now)),
      );
    });
};

/** What the extractor as a whole adds to the silence of one job. */
type ExtractorActivity = Pick<Silence, 'p99GapMs' | 'instancesAlive' | 'instanceSeenAt'>;

const activityOf = (
  instances: readonly Instance[],
  p99GapMs: number | null,
  now: Instant,
): ExtractorActivity => {
  const alive = instances.filter((instance) => instanceStatus(instance, now) === 'live');
  return {
    p99GapMs,
    instancesAlive: alive.length,
    instanceSeenAt:
      instances.length === 0 ? null : Math.max(...instances.map(({ lastSeenAt }) => lastSeenAt)),
  };
};

const checkJob = (job: Job, activity: ExtractorActivity, terms: SilenceTerms, now: Instant): JobChange => {
  const { lastEventAt, attempts, state, flags } = job.progress;
  // A waiting job is never LOST: the server holds it, or the broker does, and the queue inspector finds lost messages.
  const silence = { ...activity, lastEventAt, attempts, held: state !== 'RUNNING' };
  const check = checkSilence(silence, terms, now);
  if (check.result === 'active') return applyEvents(job, [], now);
  if (check.result === 'stalled' && flags.has('stalled')) return applyEvents(job, [], now);
  const kind = check.result === 'stalled' ? 'STALLED' : 'LOST';
  return applyEvents(job, [serverEvent(kind, check.reason, now)], now);
};
