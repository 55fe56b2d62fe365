import { noSuchExtractor } from '../../registry/no-such-extractor.ts';
import { visibleExtractor } from '../../registry/visible-extractors.ts';
import { readInstances, readRunningByInstance } from '../../store/extractors/read-extractors.ts';
import { type Handler, ok } from '../handler.ts';
import { instanceToWire } from './extractor-to-wire.ts';
import type { ExtractorHandlerPorts } from './ports.ts';

export const listInstancesHandler =
  ({ db, now, may }: ExtractorHandlerPorts): Handler<'listInstances'> =>
  async ({ params: { name }, caller }) => {
    if (!(await may(caller, 'see', { type: 'extractor', name }))) return noSuchExtractor(name);
    const extractor = await visibleExtractor(db, caller, name);
    if ('refused' in extractor) return extractor;
    const [instances, running] = await Promise.all([
      readInstances(db, name),
      readRunningByInstance(db, name),
    ]);
    const at = now();
    return ok(instances.map((instance) => instanceToWire(instance, running.get(instance.id) ?? 0, at)));
  };
