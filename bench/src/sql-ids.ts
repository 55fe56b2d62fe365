/** `pg_temp.id(kind, n)` in SQL: ids that sort by number. */
export const ID_OF_NUMBER = `create function pg_temp.id(kind integer, n bigint) returns uuid language sql immutable as
  $$ select (lpad(to_hex(kind), 8, '0') || '-' || '0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid $$`;

/** `pg_temp.id(at, n)` in SQL: UUIDv7 of a time, told apart by a number. */
export const ID_OF_TIME = `create function pg_temp.id(at timestamptz, n bigint) returns uuid language sql immutable as
  $$ select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '70008' || lpad(to_hex(n), 15, '0'))::uuid $$`;
