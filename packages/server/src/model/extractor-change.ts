import { hash } from 'node:crypto';
import type { Instant, Subscription } from '@pawprint/core';
import type { Person } from './caller.ts';
import type { Announcement } from './extractor.ts';
import type { Lane } from './job.ts';
import { storableRecord } from './storable.ts';

/**
 * What decides which data an extractor gets (`process`), who gets it (`queue`), and what people are asked for when they
 * submit (`parameters`). A difference in these is a change that operators see. All else that an extractor announces
 * describes it, and its version is what it calls itself.
 */
export interface Essentials {
  readonly process: Subscription;
  readonly parameters: unknown;
  /** Null while no queue in RabbitMQ is known. */
  readonly queue: string | null;
}

/** `applied`: it took effect at once. A declined one can still be approved. */
export type ChangeState = 'waiting' | 'approved' | 'declined' | 'applied';

/** From where something was announced, as far as it is known. */
export interface AnnouncementOrigin {
  readonly lane: Lane;
  readonly instanceId: string | null;
  readonly host: string | null;
  /** The user of the broker, which the broker checks where the client sends it. */
  readonly brokerUser: string | null;
  /** Who registered the extractor over HTTP. */
  readonly userId: string | null;
}

export interface VersionedEssentials extends Essentials {
  readonly version: string;
}

export interface ExtractorChange {
  readonly id: string;
  readonly extractor: string;
  /** Of a private extractor. */
  readonly owner: Person | null;
  readonly state: ChangeState;
  /** Null for the first announcement of an extractor. Of a change that waits, what is in effect now. */
  readonly before: VersionedEssentials | null;
  readonly after: VersionedEssentials;
  readonly origin: Omit<AnnouncementOrigin, 'userId'> & { readonly user: Person | null };
  readonly announcedAt: Instant;
  readonly decidedAt: Instant | null;
  readonly decidedBy: Person | null;
}

export const essentialsOf = (
  { process, info }: Pick<Announcement, 'process' | 'info'>,
  queue: string | null,
): Essentials => ({ process, parameters: info.parameters ?? {}, queue });

/** Equal where nothing essential differs, in whatever order it is announced. */
export const contentOf = ({ process, parameters, queue }: Essentials): string =>
  hash(
    'sha256',
    JSON.stringify(inOneOrder(storableRecord({ process: sortPatterns(process), parameters, queue }))),
  );

const sortPatterns = ({ file, dataset, metadata }: Subscription): Subscription => ({
  file: sortedOnce(file),
  dataset: sortedOnce(dataset),
  metadata: sortedOnce(metadata),
});

const sortedOnce = (patterns: readonly string[]): string[] =>
  [...new Set(patterns)].toSorted((one, other) => (one < other ? -1 : 1));

const inOneOrder = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(inOneOrder);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, each]) => [key, inOneOrder(each)]));
};

/** One field of what was announced, as lines of text before and after. */
export interface Difference {
  readonly field: 'version' | 'files' | 'datasets' | 'metadata' | 'queue' | 'parameters';
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** The fields that differ; of a first announcement all that are not empty. */
export const differencesBetween = (
  before: VersionedEssentials | null,
  after: VersionedEssentials,
): readonly Difference[] => {
  const [old, fresh] = [before === null ? new Map() : linesOf(before), linesOf(after)];
  return [...fresh]
    .map(([field, lines]) => ({ field, before: old.get(field) ?? [], after: lines }))
    .filter((difference) => difference.before.join('\n') !== difference.after.join('\n'));
};

const linesOf = ({
  version,
  process,
  parameters,
  queue,
}: VersionedEssentials): ReadonlyMap<Difference['field'], readonly string[]> =>
  new Map<Difference['field'], readonly string[]>([
    ['files', sortedOnce(process.file)],
    ['datasets', sortedOnce(process.dataset)],
    ['metadata', sortedOnce(process.metadata)],
    ['queue', queue === null ? [] : [queue]],
    ['parameters', parameterLines(parameters)],
    ['version', [version]],
  ]);

/** One line for each parameter of a JSON schema, as it is or as `schema` beside a form; and one for each other key. */
const parameterLines = (parameters: unknown): readonly string[] => {
  if (!isRecord(parameters)) return [JSON.stringify(parameters)];
  const { schema = {}, ...rest } = parameters;
  const { properties = {}, ...declared } = { ...rest, ...(isRecord(schema) ? schema : { schema }) };
  const named = isRecord(properties) ? properties : { properties };
  return Object.entries({ ...declared, ...named })
    .map(([name, value]) => `${name}: ${JSON.stringify(inOneOrder(value))}`)
    .toSorted((one, other) => (one < other ? -1 : 1));
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
