import type { ImportedEvent } from '@pawprint/protocol';
import type { IdMap } from './id-map.ts';
import { documentOf } from './mongo-values.ts';

/** An event, or a user, that has no place here. */
export interface Unplaced {
  /** Its id in the source, where it has one. */
  readonly id: string | null;
  /** A stable word. */
  readonly reason: string;
  readonly detail: string;
}

/** What an export's document contains. */
export interface Converted {
  readonly events: readonly ImportedEvent[];
  readonly unplaced: readonly Unplaced[];
  /** Users of placed events that nobody here is known to be. */
  readonly withoutUser: readonly Unplaced[];
}

export type Convert = (document: Readonly<Record<string, unknown>>, idMap: IdMap) => Converted;

export const unplaced = (id: string | null, reason: string, detail: string): Converted => ({
  events: [],
  unplaced: [{ id, reason, detail }],
  withoutUser: [],
});

/** Reads one document of an export. Never throws: what cannot be read has no place, for a reason. */
export const convertText = (text: string, convert: Convert, idMap: IdMap): Converted => {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    return unplaced(null, 'not_json', error instanceof Error ? error.message : String(error));
  }
  const document = documentOf(parsed);
  return document === undefined
    ? unplaced(null, 'not_a_document', 'the line is JSON, but no document')
    : convert(document, idMap);
};

const LONGEST_MESSAGE = 100_000;

export const cutMessage = (text: string): string =>
  text.length > LONGEST_MESSAGE ? text.slice(0, LONGEST_MESSAGE) : text;

export const isoTime = (at: number): string => new Date(at).toISOString();
