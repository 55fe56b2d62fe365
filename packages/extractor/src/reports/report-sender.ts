import type { StatusReport } from '@pawprint/protocol';
import type { ReportDraft } from './report-queue.ts';
import { ReportQueue } from './report-queue.ts';

export interface ReportSenderPorts {
  /** Delivers a batch, however long that takes; an empty one renews the lease. Rejects when the server accepts no more. */
  readonly send: (reports: readonly StatusReport[]) => Promise<void>;
  /** How long a report may wait for others to be sent with it. */
  readonly flushMs: number;
  readonly batchSize: number;
}

export interface ReportSender {
  readonly add: (draft: ReportDraft) => void;
  /** Resolves when there is room: for writers that can wait, such as a child process or a handler's loop. */
  readonly room: () => Promise<void>;
  /** Sends the waiting reports, or an empty batch if there are none. */
  readonly flush: () => Promise<void>;
  /** Adds the last report. Resolves when all are delivered, or can no longer be delivered. */
  readonly finish: (end: ReportDraft) => Promise<void>;
  /** From here on reports are dropped and nothing is sent. */
  readonly close: () => void;
}

const THERE_IS_ROOM = Promise.resolve();

/**
 * Collects an attempt's reports and sends them in batches, one at a time, which keeps their order. Once closed, by
 * `close` or after `finish`, it drops what is added.
 */
export const createReportSender = (ports: ReportSenderPorts): ReportSender => {
  const queue = new ReportQueue(ports.batchSize);
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  let sending: Promise<void> | undefined;
  let waiting: Promise<void> | undefined;

  const close = () => {
    closed = true;
    clearTimeout(timer);
    queue.clear();
  };
  const sendDue = async () => {
    do await ports.send(queue.take());
    while (queue.isDue && !closed);
  };
  const arm = () => {
    if (!closed && queue.size > 0) timer ??= setTimeout(() => void flush(), ports.flushMs);
  };
  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    if (closed) return;
    sending ??= sendDue()
      .catch(close)
      .finally(() => {
        sending = undefined;
        arm();
      });
    await sending;
  };
  const add = (draft: ReportDraft) => {
    if (closed) return;
    queue.add(draft);
    if (queue.isDue) void flush();
    else arm();
  };
  const waitForRoom = async () => {
    while (queue.isCrowded && !closed) await flush();
    waiting = undefined;
  };
  return {
    add,
    flush,
    close,
    room() {
      if (!queue.isCrowded || closed) return THERE_IS_ROOM;
      waiting ??= waitForRoom();
      return waiting;
    },
    async finish(end) {
      add(end);
      while (queue.size > 0 && !closed) await flush();
      await sending;
      close();
    },
  };
};
