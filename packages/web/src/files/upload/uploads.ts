import type { SendHandlers, SendOutcome } from './send-file.ts';
import {
  nextToStart,
  reduceUploads,
  type Upload,
  type UploadAction,
  type UploadQueue,
  type UploadRequest,
} from './upload-queue.ts';
import { isOpen } from './upload-summary.ts';

export interface UploadPorts {
  readonly send: (datasetId: string, file: File, handlers: SendHandlers) => () => void;
  readonly now: () => number;
  readonly newId: () => string;
  readonly onStored: (datasetId: string) => void;
  readonly onSignedOut: () => void;
}

/** Every upload of this page, whichever dataset is being looked at: it goes on while one walks about. */
export interface Uploads {
  readonly snapshot: () => UploadQueue;
  readonly subscribe: (listener: () => void) => () => void;
  readonly add: (datasetId: string, files: readonly File[]) => void;
  readonly refuse: (datasetId: string, name: string, why: string) => void;
  /** Takes it out of the queue; one that travels is cut off, and the server keeps nothing of it. */
  readonly remove: (ids: readonly string[]) => void;
  readonly retry: (id: string) => void;
}

/** The queue and whoever watches it. */
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

/** Sends what the queue says is next, and tells the queue what becomes of it. */
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
  const end = ({ id, datasetId }: Upload, outcome: SendOutcome): void => {
    if (outcome.is === 'refused') {
      cancels.delete(id);
      store.change({ did: 'fail', id, why: outcome.why });
      if (outcome.status === 401) onSignedOut();
    } else {
      forget(id);
      store.change({ did: 'store', id, fileId: outcome.fileId });
      onStored(datasetId);
    }
    startNext();
  };
  const start = (upload: Upload, file: File): void => {
    const { id, datasetId } = upload;
    store.change({ did: 'start', id, at: now() });
    const onSent = (sent: number): void => store.change({ did: 'send', id, sent, at: now() });
    cancels.set(id, send(datasetId, file, { onSent, onEnd: (outcome) => end(upload, outcome) }));
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
      store.change({ did: 'add', requests });
      sender.startNext();
    },
    refuse: (datasetId, name, why) =>
      store.change({ did: 'refuse', request: requestOf(datasetId, { name, size: 0, type: '' }), why }),
    remove: (ids) => {
      for (const id of ids) sender.cancel(id);
      store.change({ did: 'remove', ids });
      sender.startNext();
    },
    retry: (id) => {
      store.change({ did: 'retry', id });
      sender.startNext();
    },
  };
};

export const anyOpen = (queue: UploadQueue): boolean => queue.some(isOpen);
