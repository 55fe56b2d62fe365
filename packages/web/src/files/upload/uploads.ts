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

export const createUploads = ({ send, now, newId, onStored, onSignedOut }: UploadPorts): Uploads => {
  let queue: UploadQueue = [];
  const files = new Map<string, File>();
  const cancels = new Map<string, () => void>();
  const listeners = new Set<() => void>();

  const change = (action: UploadAction): void => {
    queue = reduceUploads(queue, action);
    for (const listener of listeners) listener();
  };
  const end = ({ id, datasetId }: Upload, outcome: SendOutcome): void => {
    cancels.delete(id);
    if (outcome.is === 'refused') change({ did: 'fail', id, why: outcome.why });
    else {
      files.delete(id);
      change({ did: 'store', id, fileId: outcome.fileId });
      onStored(datasetId);
    }
    if (outcome.is === 'refused' && outcome.status === 401) onSignedOut();
    startNext();
  };
  const start = (upload: Upload): void => {
    const { id, datasetId } = upload;
    const file = files.get(id);
    if (!file) return;
    change({ did: 'start', id, at: now() });
    const cancel = send(datasetId, file, {
      onSent: (sent) => change({ did: 'send', id, sent, at: now() }),
      onEnd: (outcome) => end(upload, outcome),
    });
    cancels.set(id, cancel);
  };
  const startNext = (): void => {
    for (const upload of nextToStart(queue)) start(upload);
  };
  const requestOf = (datasetId: string, name: string, size: number): UploadRequest => ({
    id: newId(),
    datasetId,
    name,
    size,
  });

  return {
    snapshot: () => queue,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    add: (datasetId, added) => {
      const requests = added.map((file) => {
        const request = requestOf(datasetId, file.name, file.size);
        files.set(request.id, file);
        return request;
      });
      change({ did: 'add', requests });
      startNext();
    },
    refuse: (datasetId, name, why) => change({ did: 'refuse', request: requestOf(datasetId, name, 0), why }),
    remove: (ids) => {
      for (const id of ids) {
        cancels.get(id)?.();
        cancels.delete(id);
        files.delete(id);
      }
      change({ did: 'remove', ids });
      startNext();
    },
    retry: (id) => {
      change({ did: 'retry', id });
      startNext();
    },
  };
};

export const anyOpen = (queue: UploadQueue): boolean => queue.some(isOpen);
