import type { ColumnType } from 'kysely';

/** timestamptz: read and written as Date. */
export type Time = ColumnType<Date, Date, Date>;
export type TimeOrNull = ColumnType<Date | null, Date | null | undefined, Date | null>;
/** jsonb: read parsed, written as JSON text (a JS array would otherwise become a PostgreSQL array). */
export type Json<T> = ColumnType<T, string, string>;
export type JsonOrDefault<T> = ColumnType<T, string | undefined, string>;
export type JsonOrNull<T> = ColumnType<T | null, string | null | undefined, string | null>;
export type Defaulted<T> = ColumnType<T, T | undefined, T>;
export type Nullable<T> = ColumnType<T | null, T | null | undefined, T | null>;
