/** How many files travel at once: a browser keeps six connections to a server, and the page needs some itself. */
export const MOST_AT_ONCE = 3;

export interface UploadRequest {
  readonly id: string;
  readonly datasetId: string;
  readonly name: string;
  readonly size: number;
  /** As the browser guesses it; may be empty. */
  readonly type: string;
}

/** waiting → sending → done | failed; failed → waiting again. A cancelled upload leaves the queue. */
export type UploadProgress =
  | { readonly is: 'waiting' }
  | {
      readonly is: 'sending';
      readonly sent: number;
      /** Of the latest change of `sent`, ms since the epoch. */
      readonly at: number;
      /** Bytes per second, smoothed; null until two changes are known. */
      readonly speed: number | null;
    }
  | { readonly is: 'done'; readonly fileId: string }
  | { readonly is: 'failed'; readonly why: string; readonly again: boolean };

export interface Upload extends UploadRequest {
  readonly progress: UploadProgress;
}

/** In the order in which they were asked for. */
export type UploadQueue = readonly Upload[];

export type UploadAction =
  | { readonly did: 'add'; readonly requests: readonly UploadRequest[] }
  | { readonly did: 'refuse'; readonly request: UploadRequest; readonly why: string }
  | { readonly did: 'start'; readonly id: string; readonly at: number }
  | { readonly did: 'send'; readonly id: string; readonly sent: number; readonly at: number }
  | { readonly did: 'store'; readonly id: string; readonly fileId: string }
  | { readonly did: 'fail'; readonly id: string; readonly why: string }
  | { readonly did: 'retry'; readonly id: string }
  | { readonly did: 'remove'; readonly ids: readonly string[] };

/** Shorter gaps say more about the clock than about the line. */
const SHORTEST_GAP_MS = 250;
const WEIGHT_OF_LATEST = 0.3;

const sending = (upload: Upload, sent: number, at: number): UploadProgress => {
  const before = upload.progress;
  const bytes = Math.min(sent, upload.size);
  if (before.is !== 'sending') return before;
  const gap = at - before.at;
  if (gap < SHORTEST_GAP_MS) return { ...before, sent: Math.max(before.sent, bytes) };
  const latest = ((bytes - before.sent) * 1000) / gap;
  const speed =
    before.speed === null ? latest : before.speed * (1 - WEIGHT_OF_LATEST) + latest * WEIGHT_OF_LATEST;
  return { is: 'sending', sent: bytes, at, speed };
};

const after = (upload: Upload, action: Exclude<UploadAction, { did: 'add' | 'refuse' | 'remove' }>) => {
  switch (action.did) {
    case 'start':
      return { is: 'sending', sent: 0, at: action.at, speed: null } as const;
    case 'send':
      return sending(upload, action.sent, action.at);
    case 'store':
      return { is: 'done', fileId: action.fileId } as const;
    case 'fail':
      return { is: 'failed', why: action.why, again: true } as const;
    case 'retry':
      return { is: 'waiting' } as const;
  }
};

export const reduceUploads = (queue: UploadQueue, action: UploadAction): UploadQueue => {
  if (action.did === 'add')
    return [
      ...queue,
      ...action.requests.map((request) => ({ ...request, progress: { is: 'waiting' } as const })),
    ];
  if (action.did === 'refuse')
    return [...queue, { ...action.request, progress: { is: 'failed', why: action.why, again: false } }];
  if (action.did === 'remove') return queue.filter(({ id }) => !action.ids.includes(id));
  return queue.map((upload) =>
    upload.id === action.id ? { ...upload, progress: after(upload, action) } : upload,
  );
};

/** Those whose turn it is, so that never more than MOST_AT_ONCE travel. */
export const nextToStart = (queue: UploadQueue): readonly Upload[] => {
  const free = MOST_AT_ONCE - queue.filter(({ progress }) => progress.is === 'sending').length;
  return queue.filter(({ progress }) => progress.is === 'waiting').slice(0, Math.max(0, free));
};
