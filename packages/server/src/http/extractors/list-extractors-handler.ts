import { visibleExtractors } from '../../registry/visible-extractors.ts';
import { readInstances, readLoads } from '../../store/extractors/read-extractors.ts';
import { type Handler, ok, refuse } from '../handler.ts';
import { extractorToWire } from './extractor-to-wire.ts';
import { hasCategory } from './has-category.ts';
import type { ExtractorHandlerPorts } from './ports.ts';

export const listExtractorsHandler =
  ({ db, now, may }: ExtractorHandlerPorts): Handler<'listExtractors'> =>
  async ({ caller, query }) => {
    if (!(await may(caller, 'see', { type: 'instance' }))) {
      return refuse('forbidden', 'You may not list extractors.');
    }
    const [extractors, all, loads] = await Promise.all([
      visibleExtractors(db, caller),
      readInstances(db),
      readLoads(db),
    ]);
    const at = now();
    return ok(
      extractors.filter(hasCategory(query.categories)).map((extractor) => {
        const instances = all.filter((instance) => instance.extractor === extractor.name);
        return extractorToWire(extractor, { instances, load: loads.get(extractor.name) }, at);
      }),
    );
  };
