import { type FileHandle, open, stat } from 'node:fs/promises';
import { retry } from '@pawprint/async';
import {
  ApiError,
  type CallAnswer,
  type Client,
  type ImportedEvent,
  type ImportSource,
} from '@pawprint/protocol';
import type { Checkpoint, Confirmed } from './checkpoint.ts';
import { convertExtraction } from './clowder-extractions.ts';
import { convertListenerJob } from './clowder-v2-jobs.ts';
import type { Format } from './command-line.ts';
import { type Convert, type Converted, convertText, type Unplaced } from './converted.ts';
import { readDocuments } from './documents.ts';
import type { IdMap } from './id-map.ts';
import type { Progress } from './progress.ts';
import { count, emptySummary, type Summary } from './summary.ts';

export interface ImportOptions {
  readonly client: Client;
  readonly files: readonly string[];
  readonly format: Format;
  readonly idMap: IdMap;
  /** The file for what has no place; undefined: it is only counted. */
  readonly unplaced: string | undefined;
  readonly progress: Progress;
  readonly checkpoint: Checkpoint;
}

const FORMATS: Readonly<Record<Format, { readonly source: ImportSource; readonly convert: Convert }>> = {
  'clowder-extractions': { source: 'clowder-v1', convert: convertExtraction },
  'clowder-v2-jobs': { source: 'clowder-v2', convert: convertListenerJob },
};

/**
 * Sends all events of the files, then has the server make jobs of them. Memory does not grow with the files. Documents that
 * the server confirmed in an earlier run are read, but not sent again.
 */
export const importHistory = async (options: ImportOptions): Promise<Summary> => {
  const earlier = await options.checkpoint.read();
  const list = await openList(options.unplaced, earlier);
  const confirmed = list.isWhole ? earlier : undefined;
  const run: Run = {
    ...options,
    ...FORMATS[options.format],
    summary: confirmed?.summary ?? emptySummary(),
    confirmed: confirmed?.documents ?? 0,
    list: list.file,
  };
  try {
    const documents = await sendFiles(run);
    await makeJobs(run, documents);
    await options.checkpoint.remove();
    return run.summary;
  } finally {
    options.progress.end();
    await list.file?.close();
  }
};

/** The list as it was when the server confirmed the last documents. Where it is gone, all of it is written anew. */
const openList = async (
  path: string | undefined,
  earlier: Confirmed | undefined,
): Promise<{ readonly file: FileHandle | undefined; readonly isWhole: boolean }> => {
  if (path === undefined) return { file: undefined, isWhole: true };
  const bytes = earlier === undefined ? 0 : earlier.listBytes;
  const file = await open(path, 'a');
  const isWhole = (await file.stat()).size >= bytes;
  await file.truncate(isWhole ? bytes : 0);
  return { file, isWhole };
};

interface Run extends ImportOptions {
  readonly source: ImportSource;
  readonly convert: Convert;
  readonly summary: Summary;
  /** So many documents were confirmed by the server in an earlier run. */
  readonly confirmed: number;
  readonly list: FileHandle | undefined;
}

const EVENTS_PER_REQUEST = 500;
/** The server takes 8 MB a request; a character has up to four bytes. */
const CHARACTERS_PER_REQUEST = 1_500_000;

/** Answers how many documents the files have. */
const sendFiles = async (run: Run): Promise<number> => {
  const sizes = await Promise.all(run.files.map(async (path) => (await stat(path)).size));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  let read = 0;
  let documents = 0;
  let batch: Batch = emptyBatch();
  const send = async (): Promise<void> => {
    await sendBatch(run, batch);
    batch = emptyBatch();
    await confirm(run, documents);
    run.progress.show('Reading', total === 0 ? 1 : read / total, run.summary.events);
  };
  for (const path of run.files)
    for await (const { number, text } of readDocuments(path, (bytes) => void (read += bytes))) {
      documents += 1;
      if (documents <= run.confirmed) continue;
      addToBatch(batch, convertText(text, run.convert, run.idMap), { file: path, line: number });
      batch.characters += text.length;
      if (batch.events.length >= EVENTS_PER_REQUEST || batch.characters >= CHARACTERS_PER_REQUEST)
        await send();
    }
  await send();
  return documents;
};

const confirm = async ({ checkpoint, list, summary }: Run, documents: number): Promise<void> =>
  checkpoint.write({ documents, listBytes: (await list?.stat())?.size ?? 0, summary });

interface Where {
  readonly file: string;
  readonly line: number;
}

interface Batch {
  readonly events: { readonly event: ImportedEvent; readonly where: Where }[];
  readonly unplaced: (Unplaced & Where)[];
  readonly withoutUser: (Unplaced & Where)[];
  characters: number;
}

const emptyBatch = (): Batch => ({ events: [], unplaced: [], withoutUser: [], characters: 0 });

const addToBatch = (batch: Batch, { events, unplaced, withoutUser }: Converted, where: Where): void => {
  batch.unplaced.push(...unplaced.map((each) => ({ ...each, ...where })));
  batch.withoutUser.push(...withoutUser.map((each) => ({ ...each, ...where })));
  for (const event of events) batch.events.push({ event, where });
};

const sendBatch = async (run: Run, { events, unplaced, withoutUser }: Batch): Promise<void> => {
  const { summary } = run;
  summary.events += events.length + unplaced.length;
  await list(run, summary.unplaced, unplaced);
  await list(run, summary.withoutUser, withoutUser);
  if (events.length === 0) return;
  const answer = await call(run, 'importEvents', {
    source: run.source,
    events: events.map(({ event }) => event),
  });
  const sent = new Map(events.map((each) => [each.event.id, each]));
  const whereIs = (id: string): Where => sent.get(id)?.where ?? { file: '', line: 0 };
  summary.stored += answer.stored;
  summary.repeated += answer.repeated;
  const refused = answer.refused.map((each) => ({ ...each, ...whereIs(each.id) }));
  await list(run, summary.unplaced, refused);
  for (const { id, reason } of answer.refused) {
    const extractor = sent.get(id)?.event.extractor;
    if (reason === 'unknown_extractor' && extractor) count(summary.unknownExtractors, extractor);
  }
  const strangers = answer.without_user.map((id) => ({ id, reason: 'unknown_user', detail: UNKNOWN_USER }));
  await list(
    run,
    summary.withoutUser,
    strangers.map((each) => ({ ...each, ...whereIs(each.id) })),
  );
};

const UNKNOWN_USER = 'placed without its user: nobody here has this id or e-mail address';

const list = async (
  { list: file }: Run,
  counts: Map<string, number>,
  found: readonly (Unplaced & Where)[],
): Promise<void> => {
  for (const { reason } of found) count(counts, reason);
  if (found.length > 0) await file?.appendFile(found.map((each) => `${JSON.stringify(each)}\n`).join(''));
};

const makeJobs = async (run: Run, documents: number): Promise<void> => {
  const { summary, source, progress } = run;
  progress.show('Making jobs', undefined, 0);
  for (let placed = 0; ; ) {
    const answer = await call(run, 'placeImportedEvents', { source });
    if (answer.done) return;
    summary.jobs += answer.jobs;
    summary.inferred += answer.inferred;
    placed += answer.events;
    await confirm(run, documents);
    progress.show('Making jobs', undefined, placed);
  }
};

type Name = 'importEvents' | 'placeImportedEvents';

/** A server that restarts, or is busy, is asked again; each request can be repeated. */
const call = async <N extends Name>(
  { client }: Run,
  name: N,
  body: Parameters<typeof client.call<N>>[1]['body'],
): Promise<NonNullable<CallAnswer<N>>> => {
  const answer = await retry(() => client.call(name, { body } as Parameters<typeof client.call<N>>[1]), {
    firstMs: 500,
    longestMs: 10_000,
    shouldRetry: (error, failures) =>
      error instanceof ApiError && [0, 429, 503].includes(error.status) && failures < MOST_TRIES,
  });
  if (answer === undefined || answer === null) throw new Error(`The server has no answer to ${name}.`);
  return answer;
};

const MOST_TRIES = 8;
