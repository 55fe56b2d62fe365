import type { SendHandlers, SendResult, SentUpload } from './send-file.ts';
import {
  nextToStart,
  reduceUploads,
  type Upload,
  type UploadAction,
  type UploadQueue,
  type UploadRequest,
} from './upload-queue.ts';
import { isUnfinished } from './upload-summary.ts';

export interface UploadPorts {
  readonly send: (upload: SentUpload, file: File, handlers: SendHandlers) => () => void;
  readonly now: () => number;
  readonly newId: () => string;
  readonly onStored: (datasetId: string) => void;
  readonly onSignedOut: () => void;
}

/** All uploads of this browser tab, to whichever dataset. They go on while the user visits other pages. */
export interface Uploads {
  readonly snapshot: () => UploadQueue;
  readonly subscribe: (listener: () => void) => () => void;
  readonly add: (datasetId: string, files: readonly File[]) => void;
  readonly refuse: (datasetId: string, name: string, reason: string) => void;
  /** Removes uploads from the queue. One that is being sent is aborted, and the server keeps nothing of it. */
  readonly remove: (ids: readonly string[]) => void;
  readonly retry: (id: string) => void;
}

export const createUploads = (ports: UploadPorts): Uploads => {
  const store = createStore();
  const sender = createSender(ports, store);
  const requestOf = (
    datasetId: string,
    { name, size, type }: Omit<UploadRequest, 'id' | 'datasetId'>,
  ): UploadRequest => ({ id: ports.newId(), datasetId, name, size, type });
  return {
    snapshot: store.snapshot,
    subscribe: store.subscribe,
    add: (datasetId, files) => {
      const requests = files.map((file) => {
        const request = requestOf(datasetId, file);
        sender.keep(request.id, file);
        return request;
      });
      store.change({ type: 'add', requests });
      sender.startNext();
    },
    refuse: (datasetId, name, reason) =>
      store.change({ type: 'refuse', request: requestOf(datasetId, { name, size: 0, type: '' }), reason }),
    remove: (ids) => {
      for (const id of ids) sender.cancel(id);
      store.change({ type: 'remove', ids });
      sender.startNext();
    },
    retry: (id) => {
      store.change({ type: 'retry', id });
      sender.startNext();
    },
  };
};

export const anyUnfinished = (queue: UploadQueue): boolean => queue.some(isUnfinished);

/** The queue, and a list of listeners that are called when it changes. */
const createStore = () => {
  let queue: UploadQueue = [];
  const listeners = new Set<() => void>();
  return {
    snapshot: () => queue,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    change: (action: UploadAction): void => {
      queue = reduceUploads(queue, action);
      for (const listener of listeners) listener();
    },
  };
};

/** Sends the next uploads of the queue, and writes their progress and results into it. */
const createSender = (
  { send, now, onStored, onSignedOut }: UploadPorts,
  store: ReturnType<typeof createStore>,
) => {
  const files = new Map<string, File>();
  const cancels = new Map<string, () => void>();
  const forget = (id: string): void => {
    files.delete(id);
    cancels.delete(id);
  };
  const end = ({ id, datasetId }: Upload, result: SendResult): void => {
    if (!result.ok) {
      cancels.delete(id);
      store.change({ type: 'fail', id, reason: result.reason });
      if (result.status === 401) onSignedOut();
    } else {
      forget(id);
      store.change({ type: 'store', id, fileId: result.fileId });
      onStored(datasetId);
    }
    startNext();
  };
  const start = (upload: Upload, file: File): void => {
    const { id } = upload;
    store.change({ type: 'start', id, at: now() });
    const onSent = (sent: number): void => store.change({ type: 'send', id, sent, at: now() });
    cancels.set(id, send(upload, file, { onSent, onEnd: (result) => end(upload, result) }));
  };
  const startNext = (): void => {
    for (const upload of nextToStart(store.snapshot())) {
      const file = files.get(upload.id);
      if (file) start(upload, file);
    }
  };
  const cancel = (id: string): void => {
    cancels.get(id)?.();
    forget(id);
  };
  return { keep: (id: string, file: File) => files.set(id, file), startNext, cancel };
};
