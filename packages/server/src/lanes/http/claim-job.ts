import { type Instant, leaseExpiry } from '@pawprint/core';
import { v4, v7 } from 'uuid';
import { appendEvents } from '../../store/jobs/append-events.ts';
import { lockClaimableJob } from '../../store/jobs/lock-claimable-job.ts';
import { storableText } from '../../store/storable.ts';
import { foldEvents } from '../../tracking/fold-events.ts';
import type { ArrivedEvent } from '../../tracking/job-change.ts';
import type { TrackingPorts } from '../../tracking/ports.ts';
import type { AttemptLease, TrackedJob } from '../../tracking/tracked-job.ts';

/** An instance that asks for work. */
export interface Claimant {
  readonly extractor: string;
  readonly instanceId: string;
  readonly version: string;
}

export interface ClaimedJob {
  readonly job: TrackedJob;
  readonly lease: AttemptLease;
}

/** The claim is the start: the server itself writes it down, so no start is ever lost in this lane. */
const started = (claimant: Claimant, attempt: number, now: Instant): ArrivedEvent => ({
  id: v7(),
  kind: 'STARTED',
  message: '',
  attempt,
  receivedAt: now,
  matchedBy: 'lease',
  reportedAt: null,
  reported: null,
  instanceId: storableText(claimant.instanceId),
  extractorVersion: storableText(claimant.version),
});

/** Leases the next job of an extractor to an instance and starts an attempt; undefined where none waits. */
export const claimJob = (
  { db, now, terms }: TrackingPorts,
  claimant: Claimant,
): Promise<ClaimedJob | undefined> =>
  db.transaction().execute(async (trx) => {
    const at = now();
    const job = await lockClaimableJob(trx, claimant.extractor, at);
    if (job === undefined) return undefined;
    const attempt = job.progress.attempts.length + 1;
    const change = foldEvents(job, [started(claimant, attempt, at)], at);
    // Whoever knows a lease may speak for its attempt: it is not to be guessed from the time.
    const lease = { id: v4(), attempt, expiresAt: leaseExpiry(at, terms) };
    const after: TrackedJob = { ...change.after, lane: 'http', leases: [...change.after.leases, lease] };
    await appendEvents(trx, [{ ...change, after }]);
    return { job: after, lease };
  });
