import type { LinesDropped, StatusReport } from '@pawprint/protocol';
import { v7 as uuid } from 'uuid';

/** Well below the server's limit for one request. */
const BATCH_BYTES = 512 * 1024;
/** A writer that can wait waits while more than this is not sent. */
const CROWDED_BYTES = 2 * 1024 * 1024;
/** The most memory that one job's reports use: beyond it log lines are dropped. */
const MOST_BYTES = 16 * 1024 * 1024;

/**
 * Reports in the order they were made, until they are sent. Bounded: when lines come faster than the server takes them,
 * from a handler that does not wait, the oldest log lines that wait are dropped, and a line in their place says how many.
 * Errors, and the last lines, are kept. A progress report that is not sent yet is replaced by the next one.
 */
export class ReportQueue {
  readonly #batchSize: number;
  readonly #now: () => number;
  /** Reports that were passed over when lines around them were dropped. They come before all others. */
  #kept = new Fifo<Waiting>();
  #items = new Fifo<Waiting>();
  #bytes = 0;
  #dropped: LinesDropped | undefined;
  #takenAt: number;

  constructor(batchSize: number, now: () => number = Date.now) {
    this.#batchSize = batchSize;
    this.#now = now;
    this.#takenAt = now();
  }

  get size(): number {
    return this.#kept.length + this.#items.length + (this.#dropped ? 1 : 0);
  }

  /** Whether the queue holds enough for a whole batch. */
  get isDue(): boolean {
    return this.size >= this.#batchSize || this.#bytes >= BATCH_BYTES;
  }

  /** A writer that can wait should wait until this is false. */
  get isCrowded(): boolean {
    return this.#bytes >= CROWDED_BYTES;
  }

  add(draft: ReportDraft): void {
    if (isReplacedBy(this.#items.last()?.report, draft)) this.#bytes -= this.#items.pop()?.bytes ?? 0;
    const item = waiting(draft);
    this.#items.push(item);
    this.#bytes += item.bytes;
    while (this.#bytes > MOST_BYTES && this.#items.length > 1) this.#passOldest();
  }

  /** Removes and returns the next batch; empty if no report waits. */
  take(): StatusReport[] {
    const batch: StatusReport[] = [];
    let bytes = 0;
    for (let next = this.#first(); next !== undefined; next = this.#first()) {
      bytes += next.bytes;
      if (batch.length > 0 && (batch.length >= this.#batchSize || bytes > BATCH_BYTES)) break;
      batch.push(next.report);
      this.#removeFirst();
    }
    this.#takenAt = this.#now();
    return batch;
  }

  clear(): void {
    this.#kept = new Fifo();
    this.#items = new Fifo();
    this.#bytes = 0;
    this.#dropped = undefined;
  }

  /** Drops the oldest report if it is a log line or progress, and else keeps it before all that follow. */
  #passOldest(): void {
    const oldest = this.#items.shift();
    if (oldest === undefined) return;
    const { kind, level = 'info' } = oldest.report;
    if ((kind !== 'LOG' && kind !== 'PROGRESS') || level === 'error') return this.#kept.push(oldest);
    this.#bytes -= oldest.bytes;
    if (kind === 'PROGRESS') return;
    const { by_level, silent_ms } = this.#dropped ?? { by_level: {}, silent_ms: 0 };
    this.#dropped = {
      by_level: { ...by_level, [level]: (by_level[level] ?? 0) + 1 },
      silent_ms: Math.max(silent_ms, this.#now() - this.#takenAt),
    };
  }

  #first(): Waiting | undefined {
    if (this.#kept.length === 0 && this.#dropped) {
      const item = waiting(droppedLines(this.#dropped));
      this.#kept.push(item);
      this.#bytes += item.bytes;
      this.#dropped = undefined;
    }
    return this.#kept.first() ?? this.#items.first();
  }

  #removeFirst(): void {
    const first = this.#kept.length > 0 ? this.#kept.shift() : this.#items.shift();
    this.#bytes -= first?.bytes ?? 0;
  }
}

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

const droppedLines = (dropped: LinesDropped): ReportDraft => {
  const counts = Object.entries(dropped.by_level).map(([level, lines]) => `${lines} of level ${level}`);
  const seconds = (dropped.silent_ms / 1000).toFixed(1);
  const message = `Log lines were dropped here, ${counts.join(', ')}: the server took none for ${seconds} s, and they would have filled the memory.`;
  return { kind: 'LOG', level: 'warn', message, lines_dropped: dropped };
};

/** A queue whose ends can both be read. Removing the first of a long array each time would move all others. */
class Fifo<T> {
  #items: T[] = [];
  #start = 0;

  get length(): number {
    return this.#items.length - this.#start;
  }

  first(): T | undefined {
    return this.#items[this.#start];
  }

  last(): T | undefined {
    return this.length === 0 ? undefined : this.#items.at(-1);
  }

  push(item: T): void {
    this.#items.push(item);
  }

  pop(): T | undefined {
    return this.length === 0 ? undefined : this.#items.pop();
  }

  shift(): T | undefined {
    const first = this.#items[this.#start];
    this.#start = Math.min(this.#start + 1, this.#items.length);
    if (this.#start * 4 > this.#items.length) {
      this.#items = this.#items.slice(this.#start);
      this.#start = 0;
    }
    return first;
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
