import type { StatusReport } from '@pawprint/protocol';
import { v7 as uuid } from 'uuid';

/** Well below the server's limit for one request. */
const BATCH_BYTES = 512 * 1024;
/** The most memory that one job's reports use while the server does not answer. */
const MAX_WAITING_BYTES = 4 * 1024 * 1024;

interface Waiting {
  readonly report: StatusReport;
  readonly bytes: number;
}

const waiting = (draft: ReportDraft): Waiting => {
  const report = reportOf(draft);
  return { report, bytes: Buffer.byteLength(JSON.stringify(report)) };
};

const isReplacedBy = (last: StatusReport | undefined, next: ReportDraft): boolean =>
  last?.kind === 'PROGRESS' && next.kind === 'PROGRESS' && last.message === (next.message ?? '');

/**
 * Reports in the order they were made, until they are sent. Bounded: while a server is away for long, log lines and
 * progress are dropped, and a line in their place says how many lines. A progress report that is not sent yet is
 * replaced by the next one.
 */
export class ReportQueue {
  readonly #batchSize: number;
  #items: Waiting[] = [];
  #bytes = 0;
  #dropped = 0;

  constructor(batchSize: number) {
    this.#batchSize = batchSize;
  }

  get size(): number {
    return this.#items.length;
  }

  /** Whether the queue holds enough for a whole batch. */
  get isDue(): boolean {
    return this.#items.length >= this.#batchSize || this.#bytes >= BATCH_BYTES;
  }

  /** A writer that can wait should wait until this is false. */
  get isCrowded(): boolean {
    return this.#bytes >= MAX_WAITING_BYTES / 2;
  }

  add(draft: ReportDraft): void {
    if (isReplacedBy(this.#items.at(-1)?.report, draft)) this.#removeLast();
    const full = this.#bytes >= MAX_WAITING_BYTES;
    if (full && draft.kind === 'PROGRESS') return;
    if (full && draft.kind === 'LOG') {
      this.#dropped += 1;
      return;
    }
    this.#reportDropped();
    this.#push(waiting(draft));
  }

  /** Removes and returns the next batch; empty if no report waits. */
  take(): StatusReport[] {
    let bytes = 0;
    const first = this.#items.findIndex((item, index) => {
      bytes += item.bytes;
      return index > 0 && (index >= this.#batchSize || bytes > BATCH_BYTES);
    });
    const batch = this.#items.splice(0, first === -1 ? this.#items.length : first);
    this.#bytes -= batch.reduce((sum, item) => sum + item.bytes, 0);
    return batch.map((item) => item.report);
  }

  clear(): void {
    this.#items = [];
    this.#bytes = 0;
    this.#dropped = 0;
  }

  #push(item: Waiting): void {
    this.#items.push(item);
    this.#bytes += item.bytes;
  }

  #removeLast(): void {
    this.#bytes -= this.#items.pop()?.bytes ?? 0;
  }

  #reportDropped(): void {
    if (this.#dropped === 0) return;
    const message = `${this.#dropped} log lines were dropped here: the server was away, and they would have filled the memory.`;
    this.#dropped = 0;
    this.#push(waiting({ kind: 'LOG', level: 'warn', message }));
  }
}

/** The longest text a report may carry, in UTF-16 units. */
export const LONGEST_MESSAGE = 20_000;

const CUT = '… (cut)';

const shortened = (message: string): string =>
  message.length <= LONGEST_MESSAGE ? message : message.slice(0, LONGEST_MESSAGE - CUT.length) + CUT;

export type ReportDraft = Omit<StatusReport, 'id' | 'reported_at' | 'message'> & {
  readonly message?: string;
};

/** A report as it is sent, once or more often: its id makes every repeat harmless. */
export const reportOf = ({ message = '', ...draft }: ReportDraft): StatusReport => ({
  ...draft,
  id: uuid(),
  message: shortened(message),
  reported_at: new Date().toISOString(),
});
