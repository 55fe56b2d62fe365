import type { Upload, UploadQueue } from './upload-queue.ts';

export interface UploadSummary {
  /** Waiting or sending. */
  readonly open: number;
  readonly done: number;
  readonly failed: number;
  readonly sentBytes: number;
  readonly totalBytes: number;
  readonly doneBytes: number;
  /** Null until the speed is known. */
  readonly remainingMs: number | null;
}

export const isOpen = ({ progress }: Upload): boolean =>
  progress.is === 'waiting' || progress.is === 'sending';

const sentOf = ({ progress, size }: Upload): number => {
  if (progress.is === 'sending') return progress.sent;
  return progress.is === 'done' ? size : 0;
};

const speedOf = ({ progress }: Upload): number => (progress.is === 'sending' ? (progress.speed ?? 0) : 0);

const sum = (uploads: UploadQueue, value: (upload: Upload) => number): number =>
  uploads.reduce((total, upload) => total + value(upload), 0);

/** Failed uploads count in neither sum of bytes: they are not on their way. */
export const summarise = (uploads: UploadQueue): UploadSummary => {
  const counted = uploads.filter(({ progress }) => progress.is !== 'failed');
  const done = counted.filter(({ progress }) => progress.is === 'done');
  const sentBytes = sum(counted, sentOf);
  const totalBytes = sum(counted, ({ size }) => size);
  const speed = sum(counted, speedOf);
  return {
    open: counted.length - done.length,
    done: done.length,
    failed: uploads.length - counted.length,
    sentBytes,
    totalBytes,
    doneBytes: sum(done, ({ size }) => size),
    remainingMs: speed > 0 ? ((totalBytes - sentBytes) / speed) * 1000 : null,
  };
};

const WAITING_SHOWN = 5;

/** What is worth a row: what travels, what failed, what comes next. The rest of a long queue is a number. */
export const shownUploads = (
  uploads: UploadQueue,
): { readonly shown: readonly Upload[]; readonly more: number } => {
  const waiting = uploads.filter(({ progress }) => progress.is === 'waiting');
  const next = new Set(waiting.slice(0, WAITING_SHOWN));
  return {
    shown: uploads.filter(
      (upload) => upload.progress.is === 'sending' || upload.progress.is === 'failed' || next.has(upload),
    ),
    more: Math.max(0, waiting.length - WAITING_SHOWN),
  };
};
