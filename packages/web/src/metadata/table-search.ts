import { anyTextParam } from '../search-params.ts';
import type { TableView } from './table-query.ts';

/** What the address of a dataset's page says of its table of metadata. */
export type TableSearch = {
  /** The columns: a list of keys in JSON, since a key can have any character. */
  readonly keys?: string | undefined;
  readonly where?: string | undefined;
  readonly by?: string | undefined;
};

export const readTableSearch = ({ keys, where, by }: Record<string, unknown>): TableSearch => ({
  // The router has read JSON in the address already.
  keys: anyTextParam(Array.isArray(keys) ? JSON.stringify(keys) : keys, 8_000),
  where: anyTextParam(where, 1_000),
  by: anyTextParam(by, 201),
});

export const viewOfSearch = ({ keys, where = '', by = '' }: TableSearch): TableView => ({
  columns: readKeys(keys),
  where,
  sort: by,
});

const readKeys = (text = ''): readonly string[] | undefined => {
  try {
    const keys: unknown = JSON.parse(text);
    return Array.isArray(keys) ? keys.filter((key) => typeof key === 'string') : undefined;
  } catch {
    return undefined;
  }
};

export const searchOfView = ({ columns, where, sort }: Partial<TableView>): TableSearch => ({
  ...(columns !== undefined && { keys: JSON.stringify(columns) }),
  ...(where !== undefined && { where: where || undefined }),
  ...(sort !== undefined && { by: sort || undefined }),
});
