import { type RawBuilder, sql } from 'kysely';

/** The PostgreSQL type of each column. */
export type ColumnTypes<Row> = Readonly<Record<keyof Row, string>>;

/** The names of the columns, in the order of `unnestRows`. */
export const columnNames = (types: Readonly<Record<string, string>>): RawBuilder<unknown> =>
  sql.join(Object.keys(types).map((name) => sql.ref(name)));

/**
 * Up to so many rows the text of a statement depends on the types alone, so that it can be prepared. With more rows it
 * also depends on which columns have one value in all of them.
 */
export const MOST_PREPARED = 50;

/**
 * Rows as a subquery, in their order. They are sent as one array for each column, which PostgreSQL reads several times
 * as fast as the same rows in JSON. Of many rows, most columns have one value in all, which is sent once.
 */
export const unnestRows = <Column extends string>(
  rows: readonly Readonly<Record<NoInfer<Column>, unknown>>[],
  types: Readonly<Record<Column, string>>,
): RawBuilder<unknown> => {
  const columns = (Object.entries(types) as [Column, string][]).map(([name, type], index) => {
    const values = rows.map((row) => toParameter(row[name]));
    const sent = sql.raw(isArray(type) ? 'text' : type);
    // The first column is an array in any case: it says how many rows there are.
    const isSame = index > 0 && rows.length > MOST_PREPARED && values.every((value) => value === values[0]);
    return { name: sql.ref(name), type: sql.raw(type), sent, values, isSame };
  });
  const inArrays = columns.filter(({ isSame }) => !isSame);
  const arrays = inArrays.map(({ values, sent }) => sql`${values}::${sent}[]`);
  const names = inArrays.map(({ name }) => name);
  const values = columns.map(({ name, type, sent, values, isSame }) =>
    isSame ? sql`${values[0]}::${sent}::${type} as ${name}` : sql`${name}::${type}`,
  );
  return sql`(
    select ${sql.join(values)}
    from unnest(${sql.join(arrays)}) with ordinality as sent (${sql.join([...names, sql.ref('place')])})
    order by place
  )`;
};

/** `unnest` would flatten arrays within an array, so such a value is sent as text and cast to an array afterwards. */
const isArray = (type: string): boolean => type.endsWith('[]');

const toParameter = (value: unknown): unknown => {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return `{${value.map(arrayElement).join(',')}}`;
  return value ?? null;
};

/** A text within PostgreSQL's notation of an array. */
const arrayElement = (value: unknown): string => `"${String(value).replace(/["\\]/g, '\\$&')}"`;
