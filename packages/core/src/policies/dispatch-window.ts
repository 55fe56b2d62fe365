const LEAST = 10;
const PER_INSTANCE = 2;

/**
 * How many messages of one extractor may wait in the broker. A message there can be neither withdrawn nor reordered,
 * so only as many as keep its instances busy.
 *
 * @param configured what the operator set, at least 1; null: twice the live instances, at least 10
 */
export const dispatchWindow = (liveInstances: number, configured: number | null): number =>
  configured ?? Math.max(LEAST, PER_INSTANCE * liveInstances);
