import { removeUnattachedPreviews } from '../store/data/previews.ts';
import type { DataPorts } from './ports.ts';

const ATTACH_WITHIN_MS = 24 * 60 * 60 * 1000;

/** Removes previews and thumbnails that were uploaded more than a day ago and never attached; gives how many. */
export const sweepUnattachedPreviews = async (
  { db, wakeBlobSweeper }: Pick<DataPorts, 'db' | 'wakeBlobSweeper'>,
  now: Date,
): Promise<number> => {
  const removed = await removeUnattachedPreviews(db, new Date(now.getTime() - ATTACH_WITHIN_MS));
  if (removed > 0) wakeBlobSweeper();
  return removed;
};
