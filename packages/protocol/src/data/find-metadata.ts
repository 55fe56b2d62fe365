import { z } from 'zod';
import { Id, IdParams, limit, repeatable, Time } from '../http/fields.ts';
import type { RouteContracts } from '../http/route.ts';

const Query = z.string().max(1_000);

const Value = z.object({
  key: z.string().meta({ description: 'the path to the value, as `exif.Model`' }),
  value: z.string().meta({ description: 'its first 200 characters' }),
  number: z.number().nullable().meta({ description: 'of a number, and of a text written as one' }),
});

/** A file or dataset whose metadata has what was searched for. */
export const MetadataHit = z
  .object({
    resource: z.object({ type: z.enum(['file', 'dataset']), id: Id, name: z.string() }),
    dataset: z.object({ id: Id, name: z.string() }),
    values: z.array(Value).meta({ description: 'what was searched for, three of each term at most' }),
    extractor: z.string().nullable().meta({ description: 'null if a person wrote the document' }),
    created_at: Time,
  })
  .meta({ id: 'MetadataHit' });
export type MetadataHit = z.infer<typeof MetadataHit>;

/** A key of the metadata of a dataset's files. */
export const MetadataKey = z
  .object({
    key: z.string(),
    files: z.number().int().nonnegative().meta({ description: 'how many have it' }),
    kind: z.enum(['number', 'text']).meta({ description: '`number`: all its values are numbers' }),
  })
  .meta({ id: 'MetadataKey' });
export type MetadataKey = z.infer<typeof MetadataKey>;

export const MetadataRow = z
  .object({
    file: z.object({ id: Id, name: z.string() }),
    values: z.record(z.string(), z.array(z.string())).meta({
      description:
        'by key; several are the items of a list, ten at most. A key that the file lacks is left out',
    }),
  })
  .meta({ id: 'MetadataRow' });
export type MetadataRow = z.infer<typeof MetadataRow>;

const tableFields = {
  column: repeatable(z.string().min(1).max(200)).meta({ description: 'whole keys, 50 at most' }),
  q: Query.optional().meta({ description: 'only files whose metadata has these values' }),
  sort: z.string().min(1).max(200).optional().meta({ description: 'a whole key; default: the name' }),
  order: z.enum(['asc', 'desc']).default('asc'),
};

export const findMetadataContracts = {
  findMetadata: {
    tag: 'metadata',
    summary: 'Find files and datasets by the values of their metadata',
    query: z.object({
      q: Query.min(1).meta({
        description:
          'as `lines>1000 exif.Model:"X-T5" oak`: all have to be true. `*` stands for any characters',
      }),
      dataset: Id.optional().meta({ description: 'only in this dataset' }),
      limit: limit(200, 50),
      cursor: z.string().max(2_000).optional(),
    }),
    answer: z.object({ items: z.array(MetadataHit), next: z.string().nullable() }),
  },
  listMetadataKeys: {
    tag: 'metadata',
    summary: "The keys of the metadata of a dataset's files, those that most files have first",
    params: IdParams,
    answer: z.object({ keys: z.array(MetadataKey) }),
  },
  showMetadataTable: {
    tag: 'metadata',
    summary: "The metadata of a dataset's files as a table with chosen keys as columns",
    params: IdParams,
    query: z.object({
      ...tableFields,
      limit: limit(500, 100),
      offset: z.coerce.number().int().min(0).max(10_000_000).default(0),
    }),
    answer: z.object({
      rows: z.array(MetadataRow),
      next_offset: z.number().int().nullable().meta({ description: 'null on the last page' }),
    }),
  },
  exportMetadataTable: {
    tag: 'metadata',
    summary: 'Download the same table as CSV, with all its rows',
    params: IdParams,
    query: z.object(tableFields),
  },
} satisfies RouteContracts;
