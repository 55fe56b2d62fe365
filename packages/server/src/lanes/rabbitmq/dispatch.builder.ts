import { sql } from 'kysely';
import { createJobsBench, type JobsBench, WORD_COUNT } from '../../jobs/jobs.builder.ts';
import type { JobPorts } from '../../jobs/ports.ts';
import type { DispatchTarget } from '../../store/extractors/dispatch-targets.ts';
import type { DispatchPorts } from './dispatch-jobs.ts';
import { createLateConfirms } from './late-answers.ts';
import type { Delivery, MessagePublisher, OutgoingMessage } from './message-publisher.ts';

/** With two extractors, each at a queue of its name. */
export const createDispatchBench = async (): Promise<JobsBench> => {
  const bench = await createJobsBench([WORD_COUNT, 'other']);
  await bench.db.updateTable('extractors').set({ queue: sql`name` }).execute();
  return bench;
};

/** As the bench was before any job. */
export const forgetJobs = async ({ db }: JobsBench): Promise<void> => {
  await db.deleteFrom('jobs').execute();
  await db.updateTable('extractors').set({ unroutable_at: null }).execute();
};

/** A broker that a test speaks for. */
export interface SpokenBroker extends MessagePublisher {
  readonly sent: readonly OutgoingMessage[];
  /** What it answers from now on; default: confirmed at once. */
  answer(deliver: (message: OutgoingMessage) => Promise<Delivery>): void;
}

export const CONFIRMED: Delivery = { outcome: 'confirmed' };

export const aSpokenBroker = (): SpokenBroker => {
  const sent: OutgoingMessage[] = [];
  let deliver: (message: OutgoingMessage) => Promise<Delivery> = async () => CONFIRMED;
  return {
    sent,
    answer: (next) => {
      deliver = next;
    },
    publish: (message) => {
      sent.push(message);
      return deliver(message);
    },
    use: () => undefined,
  };
};

/** One after the other, each a millisecond younger. Answers their ids. */
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
  version: '1.0',
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
  confirmLimitMs: 60_000,
  lateConfirms: createLateConfirms(),
  onError: () => undefined,
  ...also,
});
