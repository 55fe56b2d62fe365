import type { Instant } from '@pawprint/core';
import { parseMetadataQuery, type SearchHit, type SearchKind, type SearchSection } from '@pawprint/protocol';
import { validate } from 'uuid';
import { extractorGrantOf, type Rights } from '../access/rights.ts';
import { listPeople } from '../access/users.ts';
import type { Reader } from '../model/caller.ts';
import { storableText } from '../model/storable.ts';
import type { Database } from '../store/database.ts';
import { findMetadata } from '../store/datasets/find-metadata.ts';
import { listJobs } from '../store/jobs/list-jobs.ts';
import {
  searchDatasets,
  searchExtractors,
  searchFiles,
  searchSpaces,
  type TextSearch,
} from '../store/search.ts';
import {
  foundDatasetToWire,
  foundExtractorToWire,
  foundFileToWire,
  foundJobToWire,
  foundMetadataToWire,
  foundPersonToWire,
  foundSpaceToWire,
} from '../wire/search-hit.ts';
import { type Handlers, ok } from './handler.ts';

interface SearchPorts extends Pick<Rights, 'grantOf'> {
  readonly db: Database;
  readonly now: () => Instant;
}

/** Finds the hits of one kind, one more than are shown. */
type Find = (ports: SearchPorts, caller: Reader, search: TextSearch) => Promise<readonly SearchHit[]>;

export const searchHandlers = (ports: SearchPorts): Handlers<'searchEverything'> => ({
  searchEverything: async ({ caller, query: { q, limit } }) => {
    const search = { text: storableText(q), limit: limit + 1 };
    const sections = await Promise.all(
      KINDS.map(async ([kind, find]): Promise<SearchSection> => {
        const hits = await find(ports, caller, search);
        return { kind, hits: hits.slice(0, limit), more: hits.length > limit };
      }),
    );
    const parsed = parseMetadataQuery(q);
    return ok({ sections: bestFirst(sections), mistake: parsed.ok ? null : parsed.mistake });
  },
});

/** Sections with equally good hits stay in the order of `KINDS`. */
const bestFirst = (sections: readonly SearchSection[]): SearchSection[] =>
  sections.filter(({ hits }) => hits.length > 0).toSorted((one, other) => bestRank(one) - bestRank(other));

const bestRank = ({ hits }: SearchSection): number => Math.min(...hits.map(({ rank }) => rank));

/** Messages are found by an index that needs so many characters. */
const SHORTEST_MESSAGE = 3;

const KINDS: readonly (readonly [SearchKind, Find])[] = [
  [
    'dataset',
    async ({ db, grantOf }, caller, search) =>
      (await searchDatasets(db, grantOf(caller, 'see'), search)).map(foundDatasetToWire),
  ],
  [
    'file',
    async ({ db, grantOf }, caller, search) =>
      (await searchFiles(db, grantOf(caller, 'see'), search)).map(foundFileToWire),
  ],
  [
    'job',
    async ({ db, grantOf, now }, caller, { text, limit }) => {
      if (text.length < SHORTEST_MESSAGE) return [];
      const filter = validate(text) ? { query: { key: 'job' as const, values: [text] } } : { q: text };
      const grant = grantOf(caller, 'see');
      const { jobs } = await listJobs(db, { grant, filter, sort: '-submitted_at', limit }, now());
      return jobs.map((job) => foundJobToWire(job, text));
    },
  ],
  [
    'extractor',
    async ({ db }, caller, search) =>
      (await searchExtractors(db, extractorGrantOf(caller, 'see'), search)).map(foundExtractorToWire),
  ],
  [
    'metadata',
    async ({ db, grantOf }, caller, { text, limit }) => {
      const parsed = parseMetadataQuery(text);
      const [first, ...others] = parsed.ok ? parsed.terms : [];
      if (first === undefined || ('text' in first && first.text.length < SHORTEST_MESSAGE)) return [];
      const grant = grantOf(caller, 'see');
      const { hits } = await findMetadata(db, { grant, terms: [first, ...others], limit });
      return hits.map(foundMetadataToWire);
    },
  ],
  [
    'space',
    async ({ db, grantOf }, caller, search) =>
      (await searchSpaces(db, grantOf(caller, 'see'), search)).map(foundSpaceToWire),
  ],
  [
    'person',
    // Whoever is not signed in is not shown who has an account.
    async ({ db, now }, caller, { text, limit }) =>
      caller.kind === 'user'
        ? (await listPeople(db, { q: text, limit, now: now() })).map((person) =>
            foundPersonToWire(person, text),
          )
        : [],
  ],
];
