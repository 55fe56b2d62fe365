import { storableRecord } from './storable.ts';

declare const isJson: unique symbol;

/** A JSON document in UTF-8, in a form that PostgreSQL can store. It is passed on without being parsed or decoded again. */
export type JsonBytes = Uint8Array & { readonly [isJson]: true };

/** @param value what a parser made of JSON, thus no function and not undefined */
export const toJsonBytes = (value: unknown): JsonBytes =>
  Buffer.from(JSON.stringify(storableRecord({ value })['value'])) as Uint8Array as JsonBytes;
