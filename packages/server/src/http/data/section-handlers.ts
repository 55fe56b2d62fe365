import { createSection } from '../../data/create-section.ts';
import { deleteSection } from '../../data/delete-section.ts';
import { describeSection } from '../../data/describe-section.ts';
import type { DataPorts } from '../../data/ports.ts';
import { reachSection } from '../../data/reach.ts';
import { listPreviews } from '../../store/data/previews.ts';
import { listTags } from '../../store/data/tags.ts';
import { type Handlers, ok } from '../handler.ts';
import { wireSection } from './section-wire.ts';

type SectionRouteName = 'createSection' | 'showSection' | 'deleteSection' | 'describeSection';

export const sectionHandlers = (ports: DataPorts): Handlers<SectionRouteName> => ({
  createSection: async ({ caller, body: { file_id: fileId, description, ...details } }) => {
    const created = await createSection(ports, caller, { fileId, description, details });
    return 'refused' in created ? created : ok(created);
  },

  showSection: async ({ caller, params }) => {
    const section = await reachSection(ports, caller, 'see', params.id);
    if ('refused' in section) return section;
    const self = { type: 'section', id: section.id } as const;
    const [tags, previews] = await Promise.all([listTags(ports.db, self), listPreviews(ports.db, self)]);
    return ok(wireSection(section, { tags, previews }));
  },

  deleteSection: async ({ caller, params }) =>
    (await deleteSection(ports, caller, params.id)) ?? ok({ status: 'success' }),

  describeSection: async ({ caller, params, body }) => {
    const done = await describeSection(ports, caller, params.id, body.description);
    return 'refused' in done ? done : ok({ status: 'success' });
  },
});
