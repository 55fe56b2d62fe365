import { noSuchExtractor } from '../../registry/no-such-extractor.ts';
import { readExtractor, readInstances, readLoads } from '../../store/extractors/read-extractors.ts';
import { type Handler, ok } from '../handler.ts';
import { extractorToWire } from './extractor-to-wire.ts';
import type { ExtractorHandlerPorts } from './ports.ts';

export const showExtractorHandler =
  ({ db, now, may }: ExtractorHandlerPorts): Handler<'showExtractor'> =>
  async ({ params: { name }, caller }) => {
    if (!(await may(caller, 'see', { type: 'extractor', name }))) return noSuchExtractor(name);
    const extractor = await readExtractor(db, name);
    if (extractor === undefined) return noSuchExtractor(name);
    const [instances, loads] = await Promise.all([readInstances(db, name), readLoads(db)]);
    return ok(extractorToWire(extractor, { instances, load: loads.get(name) }, now()));
  };
