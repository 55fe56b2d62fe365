import { deleteExtractor } from '../../registry/delete-extractor.ts';
import { noSuchExtractor } from '../../registry/no-such-extractor.ts';
import { switchExtractor } from '../../registry/switch-extractor.ts';
import { readExtractor } from '../../store/extractors/read-extractors.ts';
import { type Handlers, ok } from '../handler.ts';
import { administratorOf } from './administrator.ts';
import type { ExtractorHandlerPorts } from './ports.ts';
import { shownExtractor } from './shown-extractor.ts';

/** Private extractors are registered under the queue they listen on. */
const registryName = (name: string, key: string | undefined): string =>
  key === undefined ? name : `private.${key}.${name}`;

export const switchHandlers = (
  ports: ExtractorHandlerPorts,
): Handlers<'setExtractorEnabled' | 'deleteExtractor'> => ({
  setExtractorEnabled: async ({ caller, params: { name }, body }) => {
    const by = await administratorOf(ports, caller);
    if ('refused' in by) return by;
    const refusal = await switchExtractor(ports, by, name, body.enabled);
    if (refusal !== undefined) return refusal;
    const extractor = await readExtractor(ports.db, name);
    return extractor === undefined ? noSuchExtractor(name) : ok(await shownExtractor(ports, extractor));
  },

  deleteExtractor: async ({ caller, params, query }) => {
    const by = await administratorOf(ports, caller);
    if ('refused' in by) return by;
    const name = registryName(params.name, query.extractor_key);
    return (await deleteExtractor(ports, by, name)) ?? ok({ status: 'success' });
  },
});
