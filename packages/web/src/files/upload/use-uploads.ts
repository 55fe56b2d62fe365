import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useMemo, useSyncExternalStore } from 'react';
import { keys } from '../../api/query-keys.ts';
import { refreshNewest } from '../list/live-file-list.ts';
import { sendFile } from './send-file.ts';
import type { UploadQueue } from './upload-queue.ts';
import { anyUnfinished, createUploads, type Uploads } from './uploads.ts';

/**
 * The uploads of this browser tab. They belong to the cache and to no component, so that they go on when the user visits
 * another page, and so that only pages that upload load their code.
 */
export const useUploads = (): Uploads => uploadsOf(useQueryClient());

const uploadsOfCaches = new WeakMap<QueryClient, Uploads>();

const uploadsOf = (queries: QueryClient): Uploads => {
  const started = uploadsOfCaches.get(queries);
  if (started) return started;
  const uploads = startUploads(queries);
  uploadsOfCaches.set(queries, uploads);
  return uploads;
};

const startUploads = (queries: QueryClient): Uploads => {
  const tab = randomText();
  let count = 0;
  const uploads = createUploads({
    send: sendFile,
    now: () => Date.now(),
    newId: () => `${tab}-${count++}`,
    onStored: (datasetId) => refreshNewest(queries, datasetId),
    onSignedOut: () => void queries.invalidateQueries({ queryKey: keys.me }),
  });
  // Leaving the site would abort unfinished uploads, so the browser asks first.
  window.addEventListener('beforeunload', (event) => {
    if (anyUnfinished(uploads.snapshot())) event.preventDefault();
  });
  return uploads;
};

/** `crypto.randomUUID` is only there over https. */
const randomText = (): string =>
  Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join('');

export const useUploadsOfDataset = (datasetId: string): UploadQueue => {
  const uploads = useUploads();
  const queue = useSyncExternalStore(uploads.subscribe, uploads.snapshot);
  return useMemo(() => queue.filter((upload) => upload.datasetId === datasetId), [queue, datasetId]);
};
