import { z } from 'zod';
import { Id, IdParams, Person, Success, Time } from '../http/fields.ts';
import type { RouteContracts } from '../http/route.ts';
import { Preview } from './preview.ts';
import { TagsBody } from './tags.ts';

/** A part of a file, such as a region of an image or a stretch of a recording. From `description` on it is ours. */
export const Section = z
  .object({
    id: Id,
    file_id: Id,
    startTime: z.string().meta({ description: 'as it was sent, or `-1`' }),
    tags: z.array(z.string()),
    description: z.string(),
    details: z.record(z.string(), z.unknown()).meta({ description: 'whatever else was sent of it' }),
    previews: z.array(Preview),
    extractor: z.string().nullable(),
    job_id: Id.nullable(),
    created_at: Time,
    created_by: Person.nullable(),
  })
  .meta({ id: 'Section' });
export type Section = z.infer<typeof Section>;

const SectionTags = z.object({ id: Id, file_id: Id, tags: z.array(z.string()) });
const AddedTags = z.object({
  status: z.literal('success'),
  tags: z.array(z.object({ id: Id, name: z.string() })),
});

export const sectionContracts = {
  createSection: {
    tag: 'sections',
    summary: 'Mark a part of a file; any other fields say which',
    body: z.object({ file_id: Id, description: z.string().max(10_000).default('') }).catchall(z.unknown()),
    answer: z.object({ id: Id }),
  },
  showSection: {
    tag: 'sections',
    summary: 'Show a section with its tags and previews',
    params: IdParams,
    answer: Section,
  },
  deleteSection: {
    tag: 'sections',
    summary: 'Delete a section with its tags and previews',
    params: IdParams,
    answer: Success,
  },
  describeSection: {
    tag: 'sections',
    summary: 'Say in words what a section is',
    params: IdParams,
    body: z.object({ description: z.string().max(10_000) }).loose(),
    answer: Success,
  },
  addSectionTags: {
    tag: 'sections',
    summary: 'Add tags to a section; answers those of its tags that were named',
    params: IdParams,
    body: TagsBody,
    answer: AddedTags,
  },
  listSectionTags: {
    tag: 'sections',
    summary: "List a section's tags",
    params: IdParams,
    answer: SectionTags,
  },
  takeOffSectionTags: {
    tag: 'sections',
    summary: 'Remove tags from a section',
    params: IdParams,
    body: TagsBody,
    answer: Success,
  },
  removeAllSectionTags: {
    tag: 'sections',
    summary: 'Remove all tags from a section',
    params: IdParams,
    answer: Success,
  },
} satisfies RouteContracts;
