import { z } from 'zod';
import { Id, IdParams, Person, Success } from '../http/fields.ts';
import type { RouteContracts } from '../http/route.ts';
import { Process } from './extractor.ts';

/** Who sees an extractor and can submit jobs to it. */
export const ExtractorSharing = z
  .object({
    owner: Person.nullable().meta({ description: 'null: it is public' }),
    people: z.array(Person),
    spaces: z
      .array(z.object({ id: Id, name: z.string() }))
      .meta({ description: 'those that the caller sees' }),
    hidden_spaces: z.number().int().nonnegative().meta({ description: 'how many more it is shared with' }),
    can_share: z.boolean().meta({ description: 'whether the caller decides it' }),
  })
  .meta({ id: 'ExtractorSharing' });
export type ExtractorSharing = z.infer<typeof ExtractorSharing>;

const SpaceChoice = z.enum(['default', 'on', 'off']).meta({ id: 'SpaceExtractorChoice' });

/** An extractor as a space has it for the data in it. */
export const SpaceExtractor = z
  .object({
    name: z.string(),
    description: z.string(),
    process: Process,
    is_private: z.boolean(),
    enabled: z.boolean().meta({ description: 'on this server; where it is off, no space switches it on' }),
    choice: SpaceChoice.meta({
      description:
        '`default`: it works as everywhere. Of the spaces that a dataset is in, one with `on` wins over those with `off`',
    }),
  })
  .meta({ id: 'SpaceExtractor' });
export type SpaceExtractor = z.infer<typeof SpaceExtractor>;

const Name = z.string().min(1).max(256);
const WithPerson = z.object({ name: Name, user_id: Id });
const WithSpace = z.object({ name: Name, space_id: Id });

export const sharedExtractorContracts = {
  showExtractorSharing: {
    tag: 'extractors',
    summary: 'Who sees an extractor and can submit jobs to it',
    params: z.object({ name: Name }),
    answer: ExtractorSharing,
  },
  shareExtractorWithPerson: {
    tag: 'extractors',
    summary: 'Let somebody use a private extractor; its owner',
    params: WithPerson,
    answer: Success,
  },
  unshareExtractorFromPerson: {
    tag: 'extractors',
    summary: 'Let somebody no longer use a private extractor; its owner',
    params: WithPerson,
    answer: Success,
  },
  shareExtractorWithSpace: {
    tag: 'extractors',
    summary: 'Let the members of a space use a private extractor; its owner',
    params: WithSpace,
    answer: Success,
  },
  unshareExtractorFromSpace: {
    tag: 'extractors',
    summary: 'Let the members of a space no longer use a private extractor; its owner',
    params: WithSpace,
    answer: Success,
  },
  listSpaceExtractors: {
    tag: 'spaces',
    summary:
      'List the public extractors and those shared with a space, with what the space has switched on or off',
    params: IdParams,
    answer: z.array(SpaceExtractor),
  },
  setSpaceExtractor: {
    tag: 'spaces',
    summary: 'Switch an extractor on or off for the data in a space; its admins',
    params: z.object({ id: Id, name: Name }),
    body: z.object({ choice: SpaceChoice }),
    answer: Success,
  },
} satisfies RouteContracts;
