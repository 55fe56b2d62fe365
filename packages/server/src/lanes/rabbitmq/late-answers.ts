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
import { applyPublishResult } from './broker-answer.ts';
import type { Delivery } from './message-publisher.ts';

/** Answers of the broker that come too late for their batch, each until it is stored. */
export interface LateConfirms {
  add(jobId: string, answer: Promise<void>): void;
  /** The jobs whose messages the broker has not answered yet. */
  awaited(): readonly string[];
  /** Resolves when none is awaited any more. While the broker does not answer, its connection must be closed first. */
  settled(): Promise<void>;
}

interface LateConfirmPorts extends Pick<JobPorts, 'db' | 'now'> {
  readonly lateConfirms: LateConfirms;
  readonly onError: (error: unknown) => void;
}

export const createLateConfirms = (): LateConfirms => {
  const awaited = new Map<Promise<void>, string>();
  return {
    add(jobId, answer) {
      awaited.set(answer, jobId);
      void answer.finally(() => awaited.delete(answer));
    },
    awaited: () => [...awaited.values()],
    settled: async () => void (await Promise.all(awaited.keys())),
  };
};

/** Whatever an extractor, or a person, has made of the job meanwhile counts for more than what the broker says. */
const stillWaits = (job: Job, sent: Job): boolean =>
  (job.progress.state === 'SUBMITTED' || job.progress.state === 'RESUBMITTED') &&
  job.progress.attempts.length === sent.progress.attempts.length;

const record = (
  { db, now }: Pick<JobPorts, 'db' | 'now'>,
  sent: Job,
  queue: string,
  delivery: Delivery,
): Promise<void> =>
  db.transaction().execute(async (trx) => {
    const [job] = await lockJobs(trx, [sent.facts.id]);
    await endConfirmWait(trx, sent.facts.id);
    if (job === undefined || !stillWaits(job, sent)) return;
    if (delivery.outcome === 'unsent') await returnUnsentJob(trx, job.facts.id, sent.lane);
    else await appendEvents(trx, [applyPublishResult(job, queue, delivery, now())]);
  });

/** Takes in what the broker says of a message after its batch was stored without. */
export const awaitLateConfirm = (
  ports: LateConfirmPorts,
  sent: Job,
  queue: string,
  answer: Promise<Delivery>,
): void =>
  ports.lateConfirms.add(
    sent.facts.id,
    answer.then((delivery) => record(ports, sent, queue, delivery)).catch(ports.onError),
  );

/** Three times the pause after which a server says again that it waits: no busy minute makes it look dead. */
const ABANDONED_MS = 30_000;
export const RENEW_UNCONFIRMED_MS = 10_000;

/**
 * Says of every message the broker has not answered yet that this server waits for it, and takes those back that no
 * server waits for any more: theirs died. Such a message may be in the broker all the same; then the job is sent twice,
 * and the second start shows it. Answers how many were taken back.
 */
export const renewUnconfirmed = async ({
  db,
  now,
  lateConfirms,
}: Omit<LateConfirmPorts, 'onError'>): Promise<number> => {
  await renewConfirmWait(db, lateConfirms.awaited(), now());
  return returnAbandonedJobs(db, now() - ABANDONED_MS);
};
