import type { Extractor as WireExtractor } from '@pawprint/protocol';
import type { Extractor } from '../../registry/extractor.ts';
import { readInstances, readLoads } from '../../store/extractors/read-extractors.ts';
import { extractorToWire } from './extractor-to-wire.ts';
import type { ExtractorHandlerPorts } from './ports.ts';

/** An extractor with what goes on around it. */
export const shownExtractor = async (
  { db, now }: Pick<ExtractorHandlerPorts, 'db' | 'now'>,
  extractor: Extractor,
): Promise<WireExtractor> => {
  const [instances, loads] = await Promise.all([readInstances(db, extractor.name), readLoads(db)]);
  return extractorToWire(extractor, { instances, load: loads.get(extractor.name) }, now());
};
