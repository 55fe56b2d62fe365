import { noSuchExtractor } from '../../registry/no-such-extractor.ts';
import { readExtractor, readVersions } from '../../store/extractors/read-extractors.ts';
import { type Handler, ok } from '../handler.ts';
import { versionToWire } from './extractor-to-wire.ts';
import type { ExtractorHandlerPorts } from './ports.ts';

export const listVersionsHandler =
  ({ db, may }: ExtractorHandlerPorts): Handler<'listVersions'> =>
  async ({ params: { name }, caller }) => {
    if (!(await may(caller, 'see', { type: 'extractor', name }))) return noSuchExtractor(name);
    if ((await readExtractor(db, name)) === undefined) return noSuchExtractor(name);
    return ok((await readVersions(db, name)).map(versionToWire));
  };
