import type { Publication } from '@pawprint/amqp';
import type { JobPorts } from '../../jobs/ports.ts';
import type { Job } from '../../model/job.ts';
import { appendEvents } from '../../store/jobs/append-events.ts';
import {
  endConfirmWait,
  renewConfirmWait,
  returnAbandonedJobs,
  returnUnsentJob,
} from '../../store/jobs/jobs-in-broker.ts';
import { lockJobs } from '../../store/jobs/lock-jobs.ts';
import { applyPublishResult, type PublishedMessage } from './publish-result.ts';

/** Messages that the broker has not confirmed within the time limit of their batch. */
export interface LateConfirms {
  /** @param stored resolves when the broker's answer is stored */
  add(jobId: string, stored: Promise<void>): void;
  /** The jobs of these messages. */
  jobIds(): readonly string[];
  /** Resolves when there are none. Where the broker does not answer, its connection must be closed first. */
  settled(): Promise<void>;
}

interface LateConfirmPorts extends Pick<JobPorts, 'db' | 'now'> {
  readonly lateConfirms: LateConfirms;
  readonly onError: (error: unknown) => void;
}

export const createLateConfirms = (): LateConfirms => {
  const pending = new Map<Promise<void>, string>();
  return {
    add(jobId, stored) {
      pending.set(stored, jobId);
      void stored.finally(() => pending.delete(stored));
    },
    jobIds: () => [...pending.values()],
    settled: async () => void (await Promise.all(pending.keys())),
  };
};

/** Stores what became of a message, once that is known, after its batch was stored without. */
export const storeLateConfirm = (
  ports: LateConfirmPorts,
  sent: Job,
  message: PublishedMessage,
  later: Promise<Publication>,
): void =>
  ports.lateConfirms.add(
    sent.facts.id,
    later.then((publication) => store(ports, sent, message, publication)).catch(ports.onError),
  );

const store = (
  { db, now }: Pick<JobPorts, 'db' | 'now'>,
  sent: Job,
  message: PublishedMessage,
  publication: Publication,
): Promise<void> =>
  db.transaction().execute(async (trx) => {
    const [job] = await lockJobs(trx, [sent.facts.id]);
    await endConfirmWait(trx, sent.facts.id);
    if (job === undefined || !stillWaits(job, sent)) return;
    if (publication.outcome === 'unsent') await returnUnsentJob(trx, job.facts.id, sent.lane);
    else await appendEvents(trx, [applyPublishResult(job, message, publication, now())]);
  });

/** What an extractor or a person has done with the job meanwhile matters more than the broker's answer. */
const stillWaits = (job: Job, sent: Job): boolean =>
  (job.progress.state === 'SUBMITTED' || job.progress.state === 'RESUBMITTED') &&
  job.progress.attempts.length === sent.progress.attempts.length;

/** Three times the pause between two renewals, so that a server with a busy minute is not taken for dead. */
const ABANDONED_MS = 30_000;
export const RENEW_UNCONFIRMED_MS = 10_000;

/**
 * Records that this server still waits for its late confirms, and holds the jobs again whose server has not recorded
 * that for half a minute: it has died. The broker may have the message of such a job all the same. Then the job is sent
 * twice, and its second start shows that. Returns how many jobs are held again.
 */
export const renewUnconfirmed = async ({
  db,
  now,
  lateConfirms,
}: Omit<LateConfirmPorts, 'onError'>): Promise<number> => {
  await renewConfirmWait(db, lateConfirms.jobIds(), now());
  return returnAbandonedJobs(db, now() - ABANDONED_MS);
};
