import type { LeaseReports, RecordedOrUnknown } from './record-reports.ts';

const MOST_REPORTS = 500;

type Record = (batch: readonly LeaseReports[]) => Promise<RecordedOrUnknown[]>;

interface Waiting {
  readonly said: LeaseReports;
  readonly answer: (recorded: RecordedOrUnknown) => void;
  readonly fail: (error: unknown) => void;
}

/** The first that fit into one batch; one alone always does. */
const takeBatch = (queue: Waiting[]): Waiting[] => {
  let reports = 0;
  const beyond = queue.findIndex(({ said }, index) => {
    reports += said.reports.length;
    return index > 0 && reports > MOST_REPORTS;
  });
  return queue.splice(0, beyond < 0 ? queue.length : beyond);
};

const recordBatch = async (record: Record, batch: readonly Waiting[]): Promise<void> => {
  const recorded = await record(batch.map(({ said }) => said));
  for (const [index, { answer }] of batch.entries()) answer(recorded[index] ?? 'job_unknown');
};

/** What makes a batch fail is the fault of one: the others are not to suffer for it. */
const recordEach = async (record: Record, batch: readonly Waiting[]): Promise<void> => {
  for (const waiting of batch) await recordBatch(record, [waiting]).catch(waiting.fail);
};

/**
 * Joins what comes from many instances at once: while one batch is being stored, the next one gathers. Numbering lets
 * one transaction commit at a time, so the time of a commit is shared by as many reports as came during the last one.
 */
export const joinReports = (record: Record): ((said: LeaseReports) => Promise<RecordedOrUnknown>) => {
  const queue: Waiting[] = [];
  let isRecording = false;

  const recordAll = async (): Promise<void> => {
    isRecording = true;
    while (queue.length > 0) {
      const batch = takeBatch(queue);
      await recordBatch(record, batch).catch(() => recordEach(record, batch));
    }
    isRecording = false;
  };
  return (said) =>
    new Promise((answer, fail) => {
      queue.push({ said, answer, fail });
      if (!isRecording) void recordAll();
    });
};
