import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { SentMessage } from '@pawprint/core';
import { z } from 'zod';
import type { StoredEvent } from '../../model/job-change.ts';
import type { Database } from '../../store/database.ts';
import { findBlocksOfJob, type JobBlock } from '../../store/jobs/event-archives.ts';
import {
  type EventQuery,
  isBackwards,
  readEndOfSearch,
  readEvents,
  selectFromLines,
} from '../../store/jobs/read-events.ts';

/** The part of a blob store that archives of events need. */
export interface ArchiveStore {
  readonly write: (
    key: string,
    source: Readable,
    options: { readonly signal: AbortSignal; readonly limitBytes: number },
  ) => Promise<{ readonly sizeBytes: number; readonly sha256: string } | { readonly unwritten: string }>;
  readonly open: (key: string, range?: { readonly start: number; readonly end: number }) => Promise<Readable>;
}

export interface JobEvents {
  readonly events: StoredEvent[];
  /** Some of the events are read from an archive. */
  readonly isArchived: boolean;
  /** The `after` of the next page, or its `before` if the list goes backwards. Null: there is none. */
  readonly next: number | null;
}

/** Where events of jobs are. */
export interface EventPorts {
  readonly db: Database;
  readonly blobs: Pick<ArchiveStore, 'open'>;
}

/**
 * Reads events of a job wherever they are: `readEvents` for those that are in their table, and the same of archives. A
 * text is looked for in a part of a long log, so there may be a next page after one that is not full.
 */
export const readJobEvents = async (ports: EventPorts, asked: EventQuery): Promise<JobEvents> => {
  const end = asked.q ? await readEndOfSearch(ports.db, asked) : undefined;
  const query = { ...asked, upTo: end };
  // Before the archives: a month that is archived meanwhile is then found twice, not missed.
  const stored = await readEvents(ports.db, query);
  const blocks = (await findBlocksOfJob(ports.db, query.jobId)).filter((block) => canHave(block, query));
  const archived = await readBlocks(ports, blocks, query);
  const events = archived.length === 0 ? stored : mergeEvents(stored, archived, query);
  return { events, isArchived: archived.length > 0, next: nextOf(events, query) };
};

const nextOf = (events: readonly StoredEvent[], query: EventQuery): number | null =>
  (events.length < query.limit ? query.upTo : events.at(isBackwards(query) ? 0 : -1)?.seq) ?? null;

/** Whether a block can have events of the job in the range of the query. */
const canHave = (block: JobBlock, query: EventQuery): boolean => {
  const { least, most } = rangeOf(query);
  return (
    (block.lastJob !== query.jobId || block.lastSeq >= least) &&
    (block.firstJob !== query.jobId || block.firstSeq <= most)
  );
};

const rangeOf = (query: EventQuery) => {
  const { after = 0, before = Number.POSITIVE_INFINITY, upTo } = query;
  return isBackwards(query)
    ? { least: upTo ?? 0, most: before - 1 }
    : { least: after + 1, most: upTo ?? before - 1 };
};

/**
 * Reads block after block, each archive's in the order of its query, until an archive has given as many events as are
 * asked for.
 */
const readBlocks = async (
  { db, blobs }: EventPorts,
  blocks: readonly JobBlock[],
  query: EventQuery,
): Promise<StoredEvent[]> => {
  const found = new Map<string, StoredEvent[]>();
  for (const block of isBackwards(query) ? blocks.toReversed() : blocks) {
    const events = found.get(block.blobKey) ?? [];
    if (events.length >= query.limit) continue;
    const lines = await readLines(blobs, block, query.jobId);
    found.set(block.blobKey, [...events, ...(await selectFromLines(db, lines, query))]);
  }
  return [...found.values()].flat();
};

const decompress = promisify(gunzip);

/** The lines of the job's events in a block. */
const readLines = async (
  blobs: EventPorts['blobs'],
  { blobKey, startByte, byteCount }: JobBlock,
  jobId: string,
): Promise<string[]> => {
  const range = { start: startByte, end: startByte + byteCount - 1 };
  const text = String(await decompress(await buffer(await blobs.open(blobKey, range))));
  return text
    .split('\n')
    .filter((line) => line !== '' && lineSchema.parse(JSON.parse(line)).job_id === jobId);
};

const lineSchema = z.object({ job_id: z.string() });

/** Each event once, in the order of `seq`, and no more than the query asks for. */
const mergeEvents = (
  stored: readonly StoredEvent[],
  archived: readonly StoredEvent[],
  query: EventQuery,
): StoredEvent[] => {
  const bySeq = new Map([...archived, ...stored].map((event) => [event.seq, event]));
  const merged = [...bySeq.values()].toSorted((a, b) => a.seq - b.seq);
  return isBackwards(query) ? merged.slice(-query.limit) : merged.slice(0, query.limit);
};

/** What was recorded of the message of a job that was sent last; undefined where none was. */
export const readSentMessage = async (ports: EventPorts, jobId: string): Promise<SentMessage | undefined> => {
  const query = { jobId, kinds: ['QUEUED'], before: Number.MAX_SAFE_INTEGER, limit: 100 } as const;
  return (await readJobEvents(ports, query)).events.findLast(({ sent }) => sent !== undefined)?.sent;
};
