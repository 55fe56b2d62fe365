const LEAST = 10;
const PER_INSTANCE = 2;

/**
 * How many messages of one extractor may wait in the broker. What waits there cannot be taken back nor put in another
 * order, so no more than keeps its instances busy.
 *
 * @param configured overrules the rule: at least 1; null for the rule
 */
export const dispatchWindow = (liveInstances: number, configured: number | null): number =>
  configured ?? Math.max(LEAST, PER_INSTANCE * liveInstances);
