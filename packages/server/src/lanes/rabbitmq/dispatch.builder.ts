import type { Publication } from '@pawprint/amqp';
import { withTimeLimit } from '@pawprint/async';
import { sql } from 'kysely';
import { createJobsBench, type JobsBench, WORD_COUNT } from '../../jobs/jobs.builder.ts';
import type { JobPorts } from '../../jobs/ports.ts';
import type { DispatchTarget } from '../../store/extractors/dispatch-targets.ts';
import type { DispatchPorts } from './dispatch-jobs.ts';
import { createLateConfirms } from './late-confirms.ts';
import type { JobMessage, MessagePublisher } from './message-publisher.ts';

/** A bench with two extractors, each with a queue of its name. */
export const createDispatchBench = async (): Promise<JobsBench> => {
  const bench = await createJobsBench([WORD_COUNT, 'other']);
  await bench.db.updateTable('extractors').set({ queue: sql`name` }).execute();
  return bench;
};

/** Leaves the bench as it was before the first job. */
export const deleteJobs = async ({ db }: JobsBench): Promise<void> => {
  await db.deleteFrom('jobs').execute();
  await db.updateTable('extractors').set({ unroutable_at: null }).execute();
};

/** A broker whose answers the test gives. */
export interface ManualBroker extends MessagePublisher {
  readonly sent: readonly JobMessage[];
  /** How it answers from now on. Default: it confirms at once. */
  answer(answerTo: (message: JobMessage) => Promise<Publication>): void;
}

export const CONFIRMED: Publication = { outcome: 'confirmed' };

export const aManualBroker = (): ManualBroker => {
  const sent: JobMessage[] = [];
  let answerTo: (message: JobMessage) => Promise<Publication> = async () => CONFIRMED;
  return {
    sent,
    answer: (next) => {
      answerTo = next;
    },
    publish: (message, limitMs) => {
      sent.push(message);
      const later = answerTo(message);
      return withTimeLimit(later, limitMs, () => ({ outcome: 'unanswered' as const, later }));
    },
  };
};

/** Submits jobs one after the other, a millisecond apart. Returns their ids. */
export const submitMany = async (
  bench: JobsBench,
  count: number,
  submittedBy: string | null,
  priority = 0,
): Promise<string[]> => {
  const ids: string[] = [];
  for (let n = 0; n < count; n++) {
    bench.pass(1);
    ids.push(await bench.submit({ submittedBy, priority }));
  }
  return ids;
};

export const aTarget = (also: Partial<DispatchTarget> = {}): DispatchTarget => ({
  name: WORD_COUNT,
  ownName: WORD_COUNT,
  queue: WORD_COUNT,
  liveInstances: 1,
  ...also,
});

export const dispatchPorts = (
  { db, now }: JobPorts,
  publisher: MessagePublisher,
  also: Partial<DispatchPorts> = {},
): DispatchPorts => ({
  db,
  now,
  publisher,
  credentials: { issue: async ({ jobId }) => `credential of ${jobId}` },
  publicUrl: 'http://pawprint.test',
  replyQueue: 'pawprint.test.replies',
  window: null,
  batchSize: 500,
  confirmLimitMs: 60_000,
  lateConfirms: createLateConfirms(),
  canDispatch: () => true,
  onError: () => undefined,
  ...also,
});
