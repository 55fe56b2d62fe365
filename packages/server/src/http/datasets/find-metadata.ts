import { Readable } from 'node:stream';
import { type MetadataTerm, parseMetadataQuery } from '@pawprint/protocol';
import { validate } from 'uuid';
import { requireDataset } from '../../access/require-resource.ts';
import type { DatasetPorts } from '../../datasets/ports.ts';
import { type Refusal, refuse } from '../../model/refusal.ts';
import { findMetadata, type MetadataCursor } from '../../store/datasets/find-metadata.ts';
import { readMetadataKeys, readMetadataTable, type TableQuery } from '../../store/datasets/metadata-table.ts';
import { metadataHitToWire, metadataKeyToWire, metadataRowToWire } from '../../wire/metadata-value.ts';
import { csvLine } from '../csv.ts';
import { ANSWERED, type HandlerRequest, type Handlers, ok } from '../handler.ts';
import { pageSizes } from '../page-sizes.ts';
import { contentDisposition } from './content-disposition.ts';

type FindMetadataRouteName =
  | 'findMetadata'
  | 'listMetadataKeys'
  | 'showMetadataTable'
  | 'exportMetadataTable';

export const findMetadataHandlers = (ports: DatasetPorts): Handlers<FindMetadataRouteName> => ({
  findMetadata: async ({ caller, query: { q, dataset: datasetId, limit, ...page } }) => {
    const terms = readTerms(q);
    if ('refused' in terms) return terms;
    const [first, ...others] = terms;
    if (first === undefined) return refuse('bad_request', 'Say what to search for, as lines>1000.');
    const cursor = page.cursor === undefined ? undefined : readCursor(page.cursor);
    if (page.cursor !== undefined && cursor === undefined)
      return refuse('bad_request', 'This is not a cursor of a search of metadata.');
    const dataset = datasetId && (await requireDataset(ports, caller, 'see', datasetId));
    if (dataset && 'refused' in dataset) return dataset;
    const grant = ports.grantOf(caller, 'see');
    const search = { grant, datasetId, terms: [first, ...others] as const, limit, cursor };
    const { hits, next } = await findMetadata(ports.db, search);
    return ok({ items: hits.map(metadataHitToWire), next: next && writeCursor(next) });
  },

  listMetadataKeys: async ({ caller, params }) => {
    const dataset = await requireDataset(ports, caller, 'see', params.id);
    if ('refused' in dataset) return dataset;
    return ok({ keys: (await readMetadataKeys(ports.db, dataset.id)).map(metadataKeyToWire) });
  },

  showMetadataTable: async ({ caller, params, query }) => {
    const dataset = await requireDataset(ports, caller, 'see', params.id);
    if ('refused' in dataset) return dataset;
    const table = readTable(query, dataset.id);
    if ('refused' in table) return table;
    const { limit, offset } = query;
    const rows = await readMetadataTable(ports.db, { ...table, limit: limit + 1, offset });
    const next_offset = rows.length > limit ? offset + limit : null;
    return ok({ rows: rows.slice(0, limit).map(metadataRowToWire), next_offset });
  },

  exportMetadataTable: async ({ caller, params, query, reply }) => {
    const dataset = await requireDataset(ports, caller, 'see', params.id);
    if ('refused' in dataset) return dataset;
    const table = readTable(query, dataset.id);
    if ('refused' in table) return table;
    const lines = csvLines(ports, table);
    // The first page is read before the answer begins, so that a failure of the database is an answer of its own.
    const first = await lines.next();
    const text = async function* () {
      for (let line = first; line.done !== true; line = await lines.next()) yield line.value;
    };
    await reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', contentDisposition('attachment', `${dataset.name}.csv`, 'text/csv'))
      .send(Readable.from(text(), { objectMode: false }));
    return ANSWERED;
  },
});

const readTerms = (text: string): readonly MetadataTerm[] | Refusal => {
  const parsed = parseMetadataQuery(text);
  if (parsed.ok) return parsed.terms;
  const { message, start, end } = parsed.mistake;
  return refuse('bad_request', message, { start, end });
};

type Table = Omit<TableQuery, 'limit' | 'offset'>;

const MOST_COLUMNS = 50;

const readTable = (
  { column: keys = [], q = '', sort, order }: HandlerRequest<'exportMetadataTable'>['query'],
  datasetId: string,
): Table | Refusal => {
  if (keys.length > MOST_COLUMNS)
    return refuse('bad_request', `A table has at most ${MOST_COLUMNS} columns.`);
  const terms = readTerms(q);
  if ('refused' in terms) return terms;
  return { datasetId, keys, terms, sort: { key: sort ?? null, isDescending: order === 'desc' } };
};

/** One page is in memory at a time. */
async function* csvLines({ db }: Pick<DatasetPorts, 'db'>, table: Table): AsyncGenerator<string> {
  const { keys } = table;
  let text = csvLine(['file', 'file_id', ...keys]);
  let offset = 0;
  for (const limit of pageSizes(100, 1_000)) {
    const rows = await readMetadataTable(db, { ...table, limit, offset });
    for (const { file, values } of rows)
      text += csvLine([file.name, file.id, ...keys.map((key) => values.get(key)?.join('; ') ?? '')]);
    yield text;
    if (rows.length < limit) return;
    text = '';
    offset += limit;
  }
}

const writeCursor = ({ key, id }: MetadataCursor): string =>
  Buffer.from(JSON.stringify([key, id])).toString('base64url');

/** Undefined if the text is no cursor. */
const readCursor = (text: string): MetadataCursor | undefined => {
  try {
    const [key, id] = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown[];
    const isCursor = typeof key === 'string' && typeof id === 'string' && validate(id) && !key.includes('\0');
    return isCursor ? { key, id } : undefined;
  } catch {
    return undefined;
  }
};
