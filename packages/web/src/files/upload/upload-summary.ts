import type { Upload, UploadQueue } from './upload-queue.ts';

export interface UploadSummary {
  /** Waiting or sending. */
  readonly unfinished: number;
  readonly done: number;
  readonly failed: number;
  readonly sentBytes: number;
  readonly totalBytes: number;
  readonly doneBytes: number;
  /** Null until the speed is known. */
  readonly remainingMs: number | null;
}

export const isUnfinished = ({ progress }: Upload): boolean =>
  progress.status === 'waiting' || progress.status === 'sending';

const sentBytesOf = ({ progress, size }: Upload): number => {
  if (progress.status === 'sending') return progress.sent;
  return progress.status === 'done' ? size : 0;
};

const speedOf = ({ progress }: Upload): number => (progress.status === 'sending' ? (progress.speed ?? 0) : 0);

const sum = (uploads: UploadQueue, value: (upload: Upload) => number): number =>
  uploads.reduce((total, upload) => total + value(upload), 0);

/** Failed uploads are not in the sums of bytes, because nothing of them will be sent. */
export const summarizeUploads = (uploads: UploadQueue): UploadSummary => {
  const counted = uploads.filter(({ progress }) => progress.status !== 'failed');
  const done = counted.filter(({ progress }) => progress.status === 'done');
  const sentBytes = sum(counted, sentBytesOf);
  const totalBytes = sum(counted, ({ size }) => size);
  const speed = sum(counted, speedOf);
  return {
    unfinished: counted.length - done.length,
    done: done.length,
    failed: uploads.length - counted.length,
    sentBytes,
    totalBytes,
    doneBytes: sum(done, ({ size }) => size),
    remainingMs: speed > 0 ? ((totalBytes - sentBytes) / speed) * 1000 : null,
  };
};

const WAITING_SHOWN = 5;

/** The uploads that get a row: those being sent, those that failed, and the next to be sent. The rest of a long queue is a number. */
export const shownUploads = (
  uploads: UploadQueue,
): { readonly shown: readonly Upload[]; readonly more: number } => {
  const waiting = uploads.filter(({ progress }) => progress.status === 'waiting');
  const next = new Set(waiting.slice(0, WAITING_SHOWN));
  return {
    shown: uploads.filter(
      (upload) =>
        upload.progress.status === 'sending' || upload.progress.status === 'failed' || next.has(upload),
    ),
    more: Math.max(0, waiting.length - WAITING_SHOWN),
  };
};
