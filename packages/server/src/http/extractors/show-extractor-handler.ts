import { noSuchExtractor } from '../../registry/no-such-extractor.ts';
import { visibleExtractor } from '../../registry/visible-extractors.ts';
import { type Handler, ok } from '../handler.ts';
import type { ExtractorHandlerPorts } from './ports.ts';
import { shownExtractor } from './shown-extractor.ts';

export const showExtractorHandler =
  (ports: ExtractorHandlerPorts): Handler<'showExtractor'> =>
  async ({ params: { name }, caller }) => {
    if (!(await ports.may(caller, 'see', { type: 'extractor', name }))) return noSuchExtractor(name);
    const extractor = await visibleExtractor(ports.db, caller, name);
    return 'refused' in extractor ? extractor : ok(await shownExtractor(ports, extractor));
  };
