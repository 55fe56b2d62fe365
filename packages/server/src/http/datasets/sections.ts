import { requireSection } from '../../access/require-resource.ts';
import type { DatasetPorts } from '../../datasets/ports.ts';
import { createSection, deleteSection, describeSection } from '../../datasets/sections.ts';
import { addTags, deleteAllTags, deleteTags } from '../../datasets/tags.ts';
import { tagNames } from '../../model/tag.ts';
import { listPreviews } from '../../store/datasets/previews.ts';
import { listTags, readTags } from '../../store/datasets/tags.ts';
import { sectionToWire } from '../../wire/file.ts';
import { type Handlers, ok } from '../handler.ts';

type SectionRouteName = 'createSection' | 'showSection' | 'deleteSection' | 'describeSection';

export const sectionHandlers = (ports: DatasetPorts): Handlers<SectionRouteName> => ({
  createSection: async ({ caller, body: { file_id: fileId, description, ...details } }) => {
    const created = await createSection(ports, caller, { fileId, description, details });
    return 'refused' in created ? created : ok(created);
  },

  showSection: async ({ caller, params }) => {
    const section = await requireSection(ports, caller, 'see', params.id);
    if ('refused' in section) return section;
    const self = { type: 'section', id: section.id } as const;
    const [tags, previews] = await Promise.all([listTags(ports.db, self), listPreviews(ports.db, self)]);
    return ok(sectionToWire(section, { tags, previews }));
  },

  deleteSection: async ({ caller, params }) =>
    (await deleteSection(ports, caller, params.id)) ?? ok({ status: 'success' }),

  describeSection: async ({ caller, params, body }) => {
    const done = await describeSection(ports, caller, params.id, body.description);
    return 'refused' in done ? done : ok({ status: 'success' });
  },
});

type SectionTagRouteName =
  | 'addSectionTags'
  | 'listSectionTags'
  | 'takeOffSectionTags'
  | 'removeAllSectionTags';

const SUCCESS = ok({ status: 'success' as const });

export const sectionTagHandlers = (ports: DatasetPorts): Handlers<SectionTagRouteName> => ({
  addSectionTags: async ({ caller, params, body: { tags, extractor_id: extractorId } }) => {
    const section = await requireSection(ports, caller, 'change', params.id);
    if ('refused' in section) return section;
    const resource = { type: 'section', ...section } as const;
    const done = await addTags(ports, { caller, resource, tags, extractorId });
    if ('refused' in done) return done;
    const named = new Set(tagNames(tags));
    const stored = (await readTags(ports.db, resource)).filter(({ name }) => named.has(name));
    return ok({ status: 'success', tags: stored.map(({ id, name }) => ({ id, name })) });
  },

  listSectionTags: async ({ caller, params }) => {
    const section = await requireSection(ports, caller, 'see', params.id);
    if ('refused' in section) return section;
    const tags = await listTags(ports.db, { type: 'section', id: section.id });
    return ok({ id: section.id, file_id: section.fileId, tags });
  },

  takeOffSectionTags: async ({ caller, params, body: { tags } }) => {
    const section = await requireSection(ports, caller, 'change', params.id);
    if ('refused' in section) return section;
    const done = await deleteTags(ports, { caller, resource: { type: 'section', ...section }, tags });
    return 'refused' in done ? done : SUCCESS;
  },

  removeAllSectionTags: async ({ caller, params }) => {
    const section = await requireSection(ports, caller, 'change', params.id);
    if ('refused' in section) return section;
    const done = await deleteAllTags(ports, { caller, resource: { type: 'section', ...section } });
    return 'refused' in done ? done : SUCCESS;
  },
});
