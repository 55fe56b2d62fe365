import { noSuchExtractor } from '../../registry/no-such-extractor.ts';
import { visibleExtractor } from '../../registry/visible-extractors.ts';
import { readVersions } from '../../store/extractors/read-extractors.ts';
import { type Handler, ok } from '../handler.ts';
import { versionToWire } from './extractor-to-wire.ts';
import type { ExtractorHandlerPorts } from './ports.ts';

export const listVersionsHandler =
  ({ db, may }: ExtractorHandlerPorts): Handler<'listVersions'> =>
  async ({ params: { name }, caller }) => {
    if (!(await may(caller, 'see', { type: 'extractor', name }))) return noSuchExtractor(name);
    const extractor = await visibleExtractor(db, caller, name);
    if ('refused' in extractor) return extractor;
    return ok((await readVersions(db, name)).map(versionToWire));
  };
