import { z } from 'zod';
import { Id, IdParams } from '../http/fields.ts';
import { clowderRoute } from '../http/route.ts';
import { Section } from './section.ts';
import { Success } from './success.ts';
import { TagsBody } from './tags.ts';

const SectionTags = z.object({ id: Id, file_id: Id, tags: z.array(z.string()) });
const AddedTags = z.object({
  status: z.literal('success'),
  tags: z.array(z.object({ id: Id, name: z.string() })),
});

export const sectionRoutes = {
  createSection: clowderRoute({
    method: 'POST',
    path: '/api/sections',
    tag: 'sections',
    summary: 'Mark a part of a file; any other fields say which',
    body: z.object({ file_id: Id, description: z.string().max(10_000).default('') }).catchall(z.unknown()),
    answer: z.object({ id: Id }),
  }),
  showSection: clowderRoute({
    method: 'GET',
    path: '/api/sections/:id',
    tag: 'sections',
    summary: 'Show a section with its tags and previews',
    params: IdParams,
    answer: Section,
  }),
  deleteSection: clowderRoute({
    method: 'DELETE',
    path: '/api/sections/:id',
    tag: 'sections',
    summary: 'Delete a section with its tags and previews',
    params: IdParams,
    answer: Success,
  }),
  describeSection: clowderRoute({
    method: 'POST',
    path: '/api/sections/:id/description',
    tag: 'sections',
    summary: 'Say in words what a section is',
    params: IdParams,
    body: z.object({ description: z.string().max(10_000) }).loose(),
    answer: Success,
  }),
  addSectionTags: clowderRoute({
    method: 'POST',
    path: '/api/sections/:id/tags',
    tag: 'sections',
    summary: 'Add tags to a section; answers those of its tags that were named',
    params: IdParams,
    body: TagsBody,
    answer: AddedTags,
  }),
  listSectionTags: clowderRoute({
    method: 'GET',
    path: '/api/sections/:id/tags',
    tag: 'sections',
    summary: "List a section's tags",
    params: IdParams,
    answer: SectionTags,
  }),
  takeOffSectionTags: clowderRoute({
    method: 'POST',
    path: '/api/sections/:id/tags/remove',
    tag: 'sections',
    summary: 'Remove tags from a section',
    params: IdParams,
    body: TagsBody,
    answer: Success,
  }),
  removeAllSectionTags: clowderRoute({
    method: 'POST',
    path: '/api/sections/:id/tags/remove_all',
    tag: 'sections',
    summary: 'Remove all tags from a section',
    params: IdParams,
    answer: Success,
  }),
};
