import { requireExtractor, requireOperator } from '../../access/require-resource.ts';
import { setVersionSuperseded } from '../../extractors/supersede-version.ts';
import { readVersions } from '../../store/extractors/versions.ts';
import { versionToWire } from '../../wire/extractor.ts';
import { type Handlers, ok } from '../handler.ts';
import type { ExtractorHandlerPorts } from './ports.ts';

export type VersionRouteName = 'listVersions' | 'setVersionSuperseded';

export const versionHandlers = (ports: ExtractorHandlerPorts): Handlers<VersionRouteName> => ({
  listVersions: async ({ params: { name }, caller }) => {
    const extractor = await requireExtractor(ports, caller, 'see', name);
    if ('refused' in extractor) return extractor;
    return ok((await readVersions(ports.db, name)).map(versionToWire));
  },

  setVersionSuperseded: async ({ caller, params, body: { superseded, reason } }) => {
    const by = await requireOperator(ports, caller);
    if ('refused' in by) return by;
    const version = await setVersionSuperseded(ports, by, {
      ...params,
      superseded,
      reason: reason?.trim() || null,
    });
    return 'refused' in version ? version : ok(versionToWire(version));
  },
});
