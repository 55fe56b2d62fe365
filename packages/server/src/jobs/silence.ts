import { checkSilence, type Instant, openAttempt, type Silence, type SilenceTerms } from '@pawprint/core';
import { type Instance, instanceStatus } from '../model/instance.ts';
import type { Job, Lane } from '../model/job.ts';
import { applyEvents, type JobChange, serverEvent } from '../model/job-change.ts';
import { readInstances } from '../store/extractors/extractors.ts';
import { refreshBusyStatistics, refreshStatistics } from '../store/extractors/statistics.ts';
import { appendEvents } from '../store/jobs/append-events.ts';
import { lockUnlockedJobs } from '../store/jobs/lock-jobs.ts';
import { readLineMovedAt, readSilentJobs, type SilentJobs } from '../store/jobs/silent-jobs.ts';
import type { JobPorts } from './ports.ts';

export interface SilencePorts extends JobPorts {
  /** Since when the reports of a lane reach the server without a break; null while they do not. */
  readonly reportsSince: (lane: Lane | null) => Instant | null;
}

/**
 * Marks jobs without an event for long as STALLED, and ends those silent for too long as LOST. Several servers may do
 * this at once: what is recorded is not recorded again, and a job that another one has locked is left to it.
 */
export const checkSilentJobs = async (
  ports: SilencePorts,
  terms: SilenceTerms,
  now: Instant,
): Promise<void> => {
  await refreshBusyStatistics(ports.db, now);
  for (const jobs of await readSilentJobs(ports.db, terms, now))
    await checkExtractor(ports, jobs, terms, now);
};

/** How many jobs are locked at a time. */
const MOST_AT_ONCE = 200;

const checkExtractor = async (
  { db, reportsSince }: SilencePorts,
  { extractor, silent, stalledInLine }: SilentJobs,
  terms: SilenceTerms,
  now: Instant,
): Promise<void> => {
  const lineMovedAt = await readLineMovedAt(db, extractor);
  const lineMoves = lineMovedAt !== null && now - lineMovedAt <= terms.minStallMs;
  const ids = lineMoves ? [...silent, ...stalledInLine] : silent;
  if (ids.length === 0) return;
  const { usualGap } = await refreshStatistics(db, extractor, now);
  const instances = await readInstances(db, extractor);
  const activity = { usualGap, lineMovedAt, ...instancesOf(instances, now) };
  for (let from = 0; from < ids.length; from += MOST_AT_ONCE)
    await db.transaction().execute(async (trx) => {
      const jobs = await lockUnlockedJobs(trx, ids.slice(from, from + MOST_AT_ONCE));
      await appendEvents(
        trx,
        jobs.map((job) => checkJob(job, { ...activity, reportsSince: reportsSince(job.lane) }, terms, now)),
      );
    });
};

/** What surrounds the silence of one job. */
type Surroundings = Omit<Silence, 'lastEventAt' | 'attempts' | 'waits' | 'isLeased'>;

const instancesOf = (
  instances: readonly Instance[],
  now: Instant,
): Pick<Silence, 'instancesAlive' | 'instanceSeenAt'> => {
  const alive = instances.filter((instance) => instanceStatus(instance, now) === 'live');
  return {
    instancesAlive: alive.length,
    instanceSeenAt:
      instances.length === 0 ? null : Math.max(...instances.map(({ lastSeenAt }) => lastSeenAt)),
  };
};

const checkJob = (job: Job, activity: Surroundings, terms: SilenceTerms, now: Instant): JobChange => {
  const { lastEventAt, attempts, state, flags } = job.progress;
  // A waiting job is never LOST: the server holds it, or the broker does, and the queue inspector finds lost messages.
  const isLeased = job.leases.some(
    ({ attempt, expiresAt }) => attempt === openAttempt(job.progress)?.number && expiresAt > now,
  );
  const silence = { ...activity, lastEventAt, attempts, waits: state !== 'RUNNING', isLeased };
  const check = checkSilence(silence, terms, now);
  if (check.result === 'unknown') return applyEvents(job, [], now);
  if (check.result === 'active') return endStall(job, now);
  if (check.result === 'stalled' && flags.has('stalled')) return applyEvents(job, [], now);
  const kind = check.result === 'stalled' ? 'STALLED' : 'LOST';
  const { code, facts, text } = check.reason;
  return applyEvents(job, [serverEvent(kind, text, now, { reason: { code, facts } })], now);
};

/** Of a running job, its next report ends the stall. */
const endStall = (job: Job, now: Instant): JobChange => {
  const { state, flags } = job.progress;
  const isStalledInLine = state !== 'RUNNING' && flags.has('stalled');
  const event = serverEvent('STALL_ENDED', 'The line in which it waits moves again', now);
  return applyEvents(job, isStalledInLine ? [event] : [], now);
};
