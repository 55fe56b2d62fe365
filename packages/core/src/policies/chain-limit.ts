import type { Reason } from '../job/job.ts';
import { reasonOf } from '../reason/reason-texts.ts';

/** One job of a chain. */
export interface ChainLink {
  readonly jobId: string;
  readonly extractor: string;
}

const MOST_OF_ONE_EXTRACTOR = 3;

/**
 * Why a job that the last one of a chain set off is not to run; undefined where it is. Extractors that feed each other
 * would go on for ever.
 *
 * @param chain the jobs that led to it, each set off by what the one before it wrote; the oldest first
 * @param maxDepth how many jobs may follow the first one
 */
export const chainStopReason = (
  chain: readonly ChainLink[],
  extractor: string,
  maxDepth: number,
): Reason | undefined => {
  const depth = chain.length;
  const ofExtractor = chain.filter((link) => link.extractor === extractor).length;
  if (ofExtractor < MOST_OF_ONE_EXTRACTOR && (depth === 0 || depth <= maxDepth)) return undefined;
  return reasonOf('chain_limit', { depth, maxDepth, ofExtractor, maxOfExtractor: MOST_OF_ONE_EXTRACTOR });
};
