/** Uploads sent at the same time. A browser opens six connections to a server, and the page needs some of them. */
export const MAX_CONCURRENT = 3;

export interface UploadRequest {
  readonly id: string;
  readonly datasetId: string;
  readonly name: string;
  readonly size: number;
  /** As the browser guesses it; may be empty. */
  readonly type: string;
}

/** waiting → sending → done or failed; a retry makes it wait again. A cancelled upload leaves the queue. */
export type UploadProgress =
  | { readonly status: 'waiting' }
  | {
      readonly status: 'sending';
      readonly sent: number;
      /** When `sent` last changed, in ms since the epoch. */
      readonly at: number;
      /** Bytes per second, smoothed; null until it can be measured. */
      readonly speed: number | null;
    }
  | { readonly status: 'done'; readonly fileId: string }
  | { readonly status: 'failed'; readonly reason: string; readonly retryable: boolean };

export interface Upload extends UploadRequest {
  readonly progress: UploadProgress;
}

/** In the order in which they were added. */
export type UploadQueue = readonly Upload[];

export type UploadAction =
  | { readonly type: 'add'; readonly requests: readonly UploadRequest[] }
  | { readonly type: 'refuse'; readonly request: UploadRequest; readonly reason: string }
  | { readonly type: 'start'; readonly id: string; readonly at: number }
  | { readonly type: 'send'; readonly id: string; readonly sent: number; readonly at: number }
  | { readonly type: 'store'; readonly id: string; readonly fileId: string }
  | { readonly type: 'fail'; readonly id: string; readonly reason: string }
  | { readonly type: 'retry'; readonly id: string }
  | { readonly type: 'remove'; readonly ids: readonly string[] };

/** Over a shorter gap the measured speed is mostly noise. */
const MIN_GAP_MS = 250;
const LATEST_WEIGHT = 0.3;

const withSentBytes = (upload: Upload, sent: number, at: number): UploadProgress => {
  const before = upload.progress;
  const bytes = Math.min(sent, upload.size);
  if (before.status !== 'sending') return before;
  const gap = at - before.at;
  if (gap < MIN_GAP_MS) return { ...before, sent: Math.max(before.sent, bytes) };
  const latest = ((bytes - before.sent) * 1000) / gap;
  const speed = before.speed === null ? latest : before.speed * (1 - LATEST_WEIGHT) + latest * LATEST_WEIGHT;
  return { status: 'sending', sent: bytes, at, speed };
};

const nextProgress = (
  upload: Upload,
  action: Exclude<UploadAction, { type: 'add' | 'refuse' | 'remove' }>,
) => {
  switch (action.type) {
    case 'start':
      return { status: 'sending', sent: 0, at: action.at, speed: null } as const;
    case 'send':
      return withSentBytes(upload, action.sent, action.at);
    case 'store':
      return { status: 'done', fileId: action.fileId } as const;
    case 'fail':
      return { status: 'failed', reason: action.reason, retryable: true } as const;
    case 'retry':
      return { status: 'waiting' } as const;
  }
};

export const reduceUploads = (queue: UploadQueue, action: UploadAction): UploadQueue => {
  if (action.type === 'add')
    return [
      ...queue,
      ...action.requests.map((request) => ({ ...request, progress: { status: 'waiting' } as const })),
    ];
  if (action.type === 'refuse')
    return [
      ...queue,
      { ...action.request, progress: { status: 'failed', reason: action.reason, retryable: false } },
    ];
  if (action.type === 'remove') return queue.filter(({ id }) => !action.ids.includes(id));
  return queue.map((upload) =>
    upload.id === action.id ? { ...upload, progress: nextProgress(upload, action) } : upload,
  );
};

/** The uploads to start now, so that never more than MAX_CONCURRENT are being sent. */
export const nextToStart = (queue: UploadQueue): readonly Upload[] => {
  const free = MAX_CONCURRENT - queue.filter(({ progress }) => progress.status === 'sending').length;
  return queue.filter(({ progress }) => progress.status === 'waiting').slice(0, Math.max(0, free));
};
