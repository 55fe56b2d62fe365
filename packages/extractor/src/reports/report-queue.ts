import type { StatusReport } from '@pawprint/protocol';
import { type ReportDraft, reportOf } from './report.ts';

/** Well below what a server takes in one request. */
const BATCH_BYTES = 512 * 1024;
/** What may wait for a server that does not answer: the memory one job's reports can take. */
const MOST_WAITING_BYTES = 4 * 1024 * 1024;

interface Waiting {
  readonly report: StatusReport;
  readonly bytes: number;
}

const waiting = (draft: ReportDraft): Waiting => {
  const report = reportOf(draft);
  return { report, bytes: Buffer.byteLength(JSON.stringify(report)) };
};

const saysLessThan = (last: StatusReport | undefined, next: ReportDraft): boolean =>
  last?.kind === 'PROGRESS' && next.kind === 'PROGRESS' && last.message === (next.message ?? '');

/**
 * Reports in the order they were made, until they are sent. Bounded: while a server is away for long, log lines and
 * progress are dropped, and a line in their place says how many lines. A progress that nobody has seen yet gives way
 * to the next one.
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

  /** Enough for a batch: no reason to wait for more. */
  get isDue(): boolean {
    return this.#items.length >= this.#batchSize || this.#bytes >= BATCH_BYTES;
  }

  /** A writer that can wait should, until this is false. */
  get isCrowded(): boolean {
    return this.#bytes >= MOST_WAITING_BYTES / 2;
  }

  add(draft: ReportDraft): void {
    if (saysLessThan(this.#items.at(-1)?.report, draft)) this.#forgetLast();
    const full = this.#bytes >= MOST_WAITING_BYTES;
    if (full && draft.kind === 'PROGRESS') return;
    if (full && draft.kind === 'LOG') {
      this.#dropped += 1;
      return;
    }
    this.#tellDropped();
    this.#push(waiting(draft));
  }

  /** Removes and gives the next batch; empty when nothing waits. */
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

  #forgetLast(): void {
    this.#bytes -= this.#items.pop()?.bytes ?? 0;
  }

  #tellDropped(): void {
    if (this.#dropped === 0) return;
    const message = `${this.#dropped} log lines were dropped here: the server was away, and they would have filled the memory.`;
    this.#dropped = 0;
    this.#push(waiting({ kind: 'LOG', level: 'warn', message }));
  }
}
