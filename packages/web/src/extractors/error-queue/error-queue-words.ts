import type { ErrorQueue } from '@pawprint/protocol';
import { ApiError } from '@pawprint/protocol/client';
import { countOf, formatCount } from '../../design/count.ts';

/**
 * Why there is no queue to look into, where that is no fault: the lane is not configured, the extractor does not use it,
 * or the broker is away. Undefined where something failed.
 */
export const whyNoQueue = (error: unknown): string | undefined => {
  if (!(error instanceof ApiError)) return undefined;
  const said = error.status === 404 || (error.status === 503 && error.code === 'unavailable');
  return said ? error.message : undefined;
};

const messages = (count: number): string => countOf(count, 'message');

export const depthWords = ({ depth, messages: { length } }: ErrorQueue): string =>
  length < depth ? `The oldest ${formatCount(length)} of ${messages(depth)}` : messages(depth);

export const replayedWords = ({ replayed, kept }: { replayed: number; kept: number }): string => {
  const sent = `${messages(replayed)} sent again.`;
  if (kept === 0) return sent;
  return `${sent} ${messages(kept)} stayed: sent again before and come back, or of a cancelled job.`;
};

export const discardedWords = (discarded: number): string => `${messages(discarded)} thrown away for good.`;
