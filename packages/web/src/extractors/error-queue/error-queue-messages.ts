import type { ErrorQueue } from '@pawprint/protocol';
import { ApiError } from '@pawprint/protocol/client';
import { countOf, formatCount } from '../../design/count.ts';

/**
 * Why there is no error queue to show, if that is no failure of the server: RabbitMQ is not configured or not
 * reachable, or the extractor does not use it. Undefined for any other error.
 */
export const unavailableReason = (error: unknown): string | undefined => {
  if (!(error instanceof ApiError)) return undefined;
  const unavailable = error.status === 404 || (error.status === 503 && error.code === 'unavailable');
  return unavailable ? error.message : undefined;
};

export const depthText = ({ depth, messages }: ErrorQueue): string =>
  messages.length < depth
    ? `The oldest ${formatCount(messages.length)} of ${messageCount(depth)}`
    : messageCount(depth);

export const replayedText = ({ replayed, kept }: { replayed: number; kept: number }): string => {
  const sent = `${messageCount(replayed)} sent again.`;
  if (kept === 0) return sent;
  return `${sent} ${messageCount(kept)} stayed: they were sent again before and came back, or their job is cancelled.`;
};

export const discardedText = (discarded: number): string => `${messageCount(discarded)} discarded.`;

const messageCount = (count: number): string => countOf(count, 'message');
