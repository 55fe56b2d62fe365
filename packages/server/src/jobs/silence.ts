import { checkSilence, type Instant, type Silence, type SilenceTerms } from '@pawprint/core';
import { type Instance, instanceStatus } from '../model/instance.ts';
import type { Job } from '../model/job.ts';
import { applyEvents, type JobChange, serverEvent } from '../model/job-change.ts';
import { readInstances } from '../store/extractors/extractors.ts';
import { appendEvents } from '../store/jobs/append-events.ts';
import { lockFreeJobs } from '../store/jobs/lock-jobs.ts';
import { readBusyExtractors, readP99Gap, readSilentJobs } from '../store/jobs/silent-jobs.ts';
import type { JobPorts } from './ports.ts';

/** So many are locked at a time. */
const AT_ONCE = 200;

/** All of a silence that is a matter of the extractor and not of the job. */
type Surroundings = Pick<Silence, 'p99GapMs' | 'instancesAlive' | 'instanceSeenAt'>;

const surroundingsOf = (
  instances: readonly Instance[],
  p99GapMs: number | null,
  now: Instant,
): Surroundings => {
  const alive = instances.filter((instance) => instanceStatus(instance, now) === 'live');
  return {
    p99GapMs,
    instancesAlive: alive.length,
    instanceSeenAt:
      instances.length === 0 ? null : Math.max(...instances.map(({ lastSeenAt }) => lastSeenAt)),
  };
};

const judge = (job: Job, surroundings: Surroundings, terms: SilenceTerms, now: Instant): JobChange => {
  const { lastEventAt, attempts, state, flags } = job.progress;
  // What waits is never lost by waiting: the server has it, or the broker has, which `requeueVanished` looks after.
  const silence = { ...surroundings, lastEventAt, attempts, held: state !== 'RUNNING' };
  const check = checkSilence(silence, terms, now);
  if (check.result === 'active') return applyEvents(job, [], now);
  if (check.result === 'stalled' && flags.has('stalled')) return applyEvents(job, [], now);
  const kind = check.result === 'stalled' ? 'STALLED' : 'LOST';
  return applyEvents(job, [serverEvent(kind, check.reason, now)], now);
};

const watchExtractor = async (
  { db }: JobPorts,
  extractor: string,
  terms: SilenceTerms,
  now: Instant,
): Promise<void> => {
  const silent = await readSilentJobs(db, extractor, terms, now);
  if (silent.length === 0) return;
  const instances = await readInstances(db, extractor);
  const surroundings = surroundingsOf(instances, await readP99Gap(db, extractor), now);
  for (let from = 0; from < silent.length; from += AT_ONCE)
    await db.transaction().execute(async (trx) => {
      const jobs = await lockFreeJobs(trx, silent.slice(from, from + AT_ONCE));
      await appendEvents(
        trx,
        jobs.map((job) => judge(job, surroundings, terms, now)),
      );
    });
};

/**
 * Says of jobs that fell silent that they did (STALLED), and of those silent for too long that they are LOST. Safe on
 * several servers at once: what is said already is not said again, and jobs that another one holds are left to it.
 */
export const judgeSilentJobs = async (ports: JobPorts, terms: SilenceTerms, now: Instant): Promise<void> => {
  for (const extractor of await readBusyExtractors(ports.db)) {
    await watchExtractor(ports, extractor, terms, now);
  }
};
