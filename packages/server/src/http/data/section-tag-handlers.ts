import type { DataPorts } from '../../data/ports.ts';
import { reachSection } from '../../data/reach.ts';
import { tagNames } from '../../data/tag-names.ts';
import { addTags, dropAllTags, dropTags } from '../../data/tag-resource.ts';
import { listTags, readTags } from '../../store/data/tags.ts';
import { type Handlers, ok } from '../handler.ts';

type SectionTagRouteName =
  | 'addSectionTags'
  | 'listSectionTags'
  | 'takeOffSectionTags'
  | 'removeAllSectionTags';

const SUCCESS = ok({ status: 'success' as const });

export const sectionTagHandlers = (ports: DataPorts): Handlers<SectionTagRouteName> => ({
  addSectionTags: async ({ caller, params, body: { tags, extractor_id: extractorId } }) => {
    const section = await reachSection(ports, caller, 'change', params.id);
    if ('refused' in section) return section;
    const resource = { type: 'section', ...section } as const;
    const done = await addTags(ports, { caller, resource, tags, extractorId });
    if ('refused' in done) return done;
    const named = new Set(tagNames(tags));
    const stored = (await readTags(ports.db, resource)).filter(({ name }) => named.has(name));
    return ok({ status: 'success', tags: stored.map(({ id, name }) => ({ id, name })) });
  },

  listSectionTags: async ({ caller, params }) => {
    const section = await reachSection(ports, caller, 'see', params.id);
    if ('refused' in section) return section;
    const tags = await listTags(ports.db, { type: 'section', id: section.id });
    return ok({ id: section.id, file_id: section.fileId, tags });
  },

  takeOffSectionTags: async ({ caller, params, body: { tags } }) => {
    const section = await reachSection(ports, caller, 'change', params.id);
    if ('refused' in section) return section;
    const done = await dropTags(ports, { caller, resource: { type: 'section', ...section }, tags });
    return 'refused' in done ? done : SUCCESS;
  },

  removeAllSectionTags: async ({ caller, params }) => {
    const section = await reachSection(ports, caller, 'change', params.id);
    if ('refused' in section) return section;
    const done = await dropAllTags(ports, { caller, resource: { type: 'section', ...section } });
    return 'refused' in done ? done : SUCCESS;
  },
});
