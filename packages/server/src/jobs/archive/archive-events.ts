import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Instant } from '@pawprint/core';
import { v7 } from 'uuid';
import type { Database } from '../../store/database.ts';
import { commitBlobs, releaseBlobs, reserveBlob } from '../../store/datasets/blobs.ts';
import {
  type ArchiveBlock,
  deleteUnneededArchive,
  type EventArchive,
  insertArchive,
  listArchives,
  markDropped,
  type NewArchive,
} from '../../store/jobs/event-archives.ts';
import {
  dropMonth,
  type EventMonth,
  eventMonth,
  hasOpenJobs,
  listOldMonths,
  type OldEvent,
  readMonth,
} from '../../store/jobs/event-partitions.ts';
import type { ArchiveStore } from './read-job-events.ts';

export interface ArchivePorts {
  readonly db: Database;
  readonly blobs: ArchiveStore;
  /** Events of so many whole months stay in their table. Undefined: all do. */
  readonly keepEventsMonths: number | undefined;
}

/**
 * Archives the months whose time is over and whose jobs have all ended, the oldest first. Each is written as a blob,
 * which is then read back; its description is committed with the blob; only then its partition is dropped. A server that
 * ends in between loses nothing: a blob without description is swept, and the next run drops what has one.
 */
export const archiveEvents = async (
  { db, blobs, keepEventsMonths }: ArchivePorts,
  now: Instant,
  stopped?: AbortSignal,
): Promise<void> => {
  if (keepEventsMonths === undefined) return;
  for (const archive of await listArchives(db)) if (!archive.isDropped) await dropArchived(db, archive, now);
  for (const month of await listOldMonths(db, now, keepEventsMonths)) {
    if (stopped?.aborted) return;
    if (await hasOpenJobs(db, month)) continue;
    const archive = await writeArchive({ db, blobs }, month, now);
    if (archive === null) await dropMonth(db, month, 0, async () => undefined);
    else if (await storeArchive(db, archive)) await dropArchived(db, archive, now);
  }
};

/** Longer than the largest month takes. What a crash leaves behind is swept after it. */
const WRITE_WITHIN_MS = 24 * 60 * 60 * 1_000;

/** Null where the month has no events. */
export const writeArchive = async (
  { db, blobs }: Pick<ArchivePorts, 'db' | 'blobs'>,
  month: EventMonth,
  now: Instant,
): Promise<NewArchive | null> => {
  const blobKey = v7();
  const content = createContent();
  const pages = readMonth(db, month);
  const first = await pages.next();
  if (first.done === true) return null;
  await reserveBlob(db, blobKey, now + WRITE_WITHIN_MS);
  const written = await blobs.write(blobKey, Readable.from(compressPages(first.value, pages, content)), {
    signal: new AbortController().signal,
    limitBytes: Number.MAX_SAFE_INTEGER,
  });
  if ('unwritten' in written)
    throw new Error(`The archive of the events of ${month.month} was not written: ${written.unwritten}`);
  const { sizeBytes, sha256 } = written;
  await verifyBlob(blobs, blobKey, sha256);
  return { blobKey, month: month.month, sizeBytes, sha256, ...content.describe(), archivedAt: now };
};

/**
 * From now on the archive exists, but its events are still read from their table. False if another server has archived
 * the month meanwhile: then the blob is removed.
 */
export const storeArchive = async (db: Database, archive: NewArchive): Promise<boolean> => {
  const isStored = await db.transaction().execute(async (trx) => {
    if (!(await insertArchive(trx, archive))) return false;
    await commitBlobs(trx, [archive.blobKey]);
    return true;
  });
  if (!isStored) await releaseBlobs(db, [archive.blobKey]);
  return isStored;
};

/** An archive that lacks events which were stored after it was written is deleted, and written anew by the next run. */
const dropArchived = async (
  db: Database,
  { blobKey, month, eventCount }: Pick<EventArchive, 'blobKey' | 'month' | 'eventCount'>,
  now: Instant,
): Promise<void> => {
  const isDropped = await dropMonth(db, eventMonth(month), eventCount, (trx) =>
    markDropped(trx, blobKey, now),
  );
  if (!isDropped) await deleteUnneededArchive(db, blobKey);
};

const compress = promisify(gzip);

/** A gzip member for each page. All of them together are one file that gunzip reads. */
async function* compressPages(
  first: readonly OldEvent[],
  others: AsyncGenerator<readonly OldEvent[], void>,
  content: Content,
): AsyncGenerator<Buffer> {
  for (let page: readonly OldEvent[] | undefined = first; page !== undefined; ) {
    const bytes: Buffer = await compress(`${page.map(({ line }) => line).join('\n')}\n`);
    content.add(page, bytes.length);
    yield bytes;
    const next = await others.next();
    page = next.done === true ? undefined : next.value;
  }
}

interface Content {
  readonly add: (events: readonly OldEvent[], byteCount: number) => void;
  readonly describe: () => Pick<
    NewArchive,
    'blocks' | 'eventCount' | 'firstSeq' | 'lastSeq' | 'firstAt' | 'lastAt'
  >;
}

const createContent = (): Content => {
  const blocks: ArchiveBlock[] = [];
  let [eventCount, startByte] = [0, 0];
  const seqs = { first: Infinity, last: -Infinity };
  const times = { first: Infinity, last: -Infinity };
  const widen = (range: { first: number; last: number }, value: number): void => {
    range.first = Math.min(range.first, value);
    range.last = Math.max(range.last, value);
  };
  return {
    add: (events, byteCount) => {
      const [first, last] = [events[0], events.at(-1)];
      if (first === undefined || last === undefined) return;
      for (const { seq, receivedAt } of events) {
        widen(seqs, seq);
        widen(times, receivedAt);
      }
      const jobs = { firstJob: first.jobId, lastJob: last.jobId };
      blocks.push({ ...jobs, firstSeq: first.seq, lastSeq: last.seq, startByte, byteCount });
      eventCount += events.length;
      startByte += byteCount;
    },
    describe: () => ({
      blocks,
      eventCount,
      firstSeq: seqs.first,
      lastSeq: seqs.last,
      firstAt: times.first,
      lastAt: times.last,
    }),
  };
};

const verifyBlob = async (blobs: ArchiveStore, key: string, sha256: string): Promise<void> => {
  const hash = createHash('sha256');
  for await (const chunk of await blobs.open(key)) hash.update(chunk);
  if (hash.digest('hex') !== sha256)
    throw new Error(`The archive ${key} reads back with another checksum than it was written with.`);
};
