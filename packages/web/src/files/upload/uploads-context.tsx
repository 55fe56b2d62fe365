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
import { refreshNewest } from '../list/refresh-newest.ts';
import { sendFile } from './send-file.ts';
import type { UploadQueue } from './upload-queue.ts';
import { anyOpen, createUploads, type Uploads } from './uploads.ts';

const Context = createContext<Uploads | null>(null);

let made = 0;

const useCreateUploads = (): Uploads => {
  const queries = useQueryClient();
  const [uploads] = useState(() =>
    createUploads({
      send: sendFile,
      now: () => Date.now(),
      newId: () => `upload-${made++}`,
      onStored: (datasetId) => refreshNewest(queries, datasetId),
      onSignedOut: () => void queries.invalidateQueries({ queryKey: keys.me }),
    }),
  );
  return uploads;
};

/** Leaving the site would cut off what travels: the browser asks first. */
const useLeaveGuard = (uploads: Uploads): void => {
  useEffect(() => {
    const onLeave = (event: BeforeUnloadEvent): void => {
      if (anyOpen(uploads.snapshot())) event.preventDefault();
    };
    window.addEventListener('beforeunload', onLeave);
    return () => window.removeEventListener('beforeunload', onLeave);
  }, [uploads]);
};

/** Stands above the router, so that uploads outlive the page they were begun on. */
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

export const useUploadsOf = (datasetId: string): UploadQueue => {
  const uploads = useUploads();
  const queue = useSyncExternalStore(uploads.subscribe, uploads.snapshot);
  return useMemo(() => queue.filter((upload) => upload.datasetId === datasetId), [queue, datasetId]);
};
