import { useQueryClient } from '@tanstack/react-query';
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react';
import { keys } from '../../api/query-keys.ts';
import { refreshNewest } from '../list/live-file-list.ts';
import { sendFile } from './send-file.ts';
import type { UploadQueue } from './upload-queue.ts';
import { anyUnfinished, createUploads, type Uploads } from './uploads.ts';

const Context = createContext<Uploads | null>(null);

let uploadCount = 0;

const useCreateUploads = (): Uploads => {
  const queries = useQueryClient();
  const [uploads] = useState(() =>
    createUploads({
      send: sendFile,
      now: () => Date.now(),
      newId: () => `upload-${uploadCount++}`,
      onStored: (datasetId) => refreshNewest(queries, datasetId),
      onSignedOut: () => void queries.invalidateQueries({ queryKey: keys.me }),
    }),
  );
  return uploads;
};

/** Leaving the site would abort unfinished uploads, so the browser asks first. */
const useLeaveGuard = (uploads: Uploads): void => {
  useEffect(() => {
    const onLeave = (event: BeforeUnloadEvent): void => {
      if (anyUnfinished(uploads.snapshot())) event.preventDefault();
    };
    window.addEventListener('beforeunload', onLeave);
    return () => window.removeEventListener('beforeunload', onLeave);
  }, [uploads]);
};

/** Has to enclose the router, so that uploads go on when the user visits another page. */
export const UploadsProvider = ({ children }: { readonly children: ReactNode }) => {
  const uploads = useCreateUploads();
  useLeaveGuard(uploads);
  return <Context value={uploads}>{children}</Context>;
};

export const useUploads = (): Uploads => {
  const uploads = useContext(Context);
  if (!uploads) throw new Error('UploadsProvider is missing.');
  return uploads;
};

export const useUploadsOfDataset = (datasetId: string): UploadQueue => {
  const uploads = useUploads();
  const queue = useSyncExternalStore(uploads.subscribe, uploads.snapshot);
  return useMemo(() => queue.filter((upload) => upload.datasetId === datasetId), [queue, datasetId]);
};
