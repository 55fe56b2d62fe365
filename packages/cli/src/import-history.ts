import { type FileHandle, open, stat } from 'node:fs/promises';
import { retry } from '@pawprint/async';
import {
  ApiError,
  type CallAnswer,
  type Client,
  type ImportedEvent,
  type ImportSource,
} from '@pawprint/protocol';
import { convertExtraction } from './clowder-extractions.ts';
import { convertListenerJob } from './clowder-v2-jobs.ts';
import type { Format } from './command-line.ts';
import { type Convert, convertText, type Unplaced } from './converted.ts';
import { readDocuments } from './documents.ts';
import type { IdMap } from './id-map.ts';
import type { Progress } from './progress.ts';
import { countReason, emptySummary, type Summary } from './summary.ts';

export interface ImportOptions {
  readonly client: Client;
  readonly files: readonly string[];
  readonly format: Format;
  readonly idMap: IdMap;
  /** The file for what has no place; undefined: it is only counted. */
  readonly unplaced: string | undefined;
  readonly progress: Progress;
}

const FORMATS: Readonly<Record<Format, { readonly source: ImportSource; readonly convert: Convert }>> = {
  'clowder-extractions': { source: 'clowder-v1', convert: convertExtraction },
  'clowder-v2-jobs': { source: 'clowder-v2', convert: convertListenerJob },
};

/** Sends all events of the files, then has the server make jobs of them. Memory does not grow with the files. */
export const importHistory = async (options: ImportOptions): Promise<Summary> => {
  const list = options.unplaced === undefined ? undefined : await open(options.unplaced, 'w');
  try {
    const run: Run = { ...options, ...FORMATS[options.format], summary: emptySummary(), list };
    await sendFiles(run);
    await makeJobs(run);
    return run.summary;
  } finally {
    options.progress.end();
    await list?.close();
  }
};

interface Run extends ImportOptions {
  readonly source: ImportSource;
  readonly convert: Convert;
  readonly summary: Summary;
  readonly list: FileHandle | undefined;
}

const EVENTS_PER_REQUEST = 500;
/** The server takes 20 MiB a request. */
const CHARACTERS_PER_REQUEST = 2_000_000;

const sendFiles = async (run: Run): Promise<void> => {
  const sizes = await Promise.all(run.files.map(async (path) => (await stat(path)).size));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  let read = 0;
  let batch: Batch = emptyBatch();
  const send = async (): Promise<void> => {
    await sendBatch(run, batch);
    batch = emptyBatch();
    run.progress.show('Reading', total === 0 ? 1 : read / total, run.summary.events);
  };
  for (const path of run.files)
    for await (const { number, text } of readDocuments(path, (bytes) => void (read += bytes))) {
      const { events, unplaced, withoutUser } = convertText(text, run.convert, run.idMap);
      const where = { file: path, line: number };
      batch.unplaced.push(...unplaced.map((each) => ({ ...each, ...where })));
      batch.withoutUser.push(...withoutUser.map((each) => ({ ...each, ...where })));
      for (const event of events) batch.events.push({ event, where });
      batch.characters += text.length;
      if (batch.events.length >= EVENTS_PER_REQUEST || batch.characters >= CHARACTERS_PER_REQUEST)
        await send();
    }
  await send();
};

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
  const whereIs = new Map(events.map(({ event, where }) => [event.id, where]));
  const nowhere = { file: '', line: 0 };
  summary.stored += answer.stored;
  summary.repeated += answer.repeated;
  const refused = answer.refused.map((each) => ({ ...each, ...(whereIs.get(each.id) ?? nowhere) }));
  await list(run, summary.unplaced, refused);
  const strangers = answer.without_user.map((id) => ({ id, reason: 'unknown_user', detail: UNKNOWN_USER }));
  await list(
    run,
    summary.withoutUser,
    strangers.map((each) => ({ ...each, ...(whereIs.get(each.id) ?? nowhere) })),
  );
};

const UNKNOWN_USER = 'placed without its user: nobody here has this id or e-mail address';

const list = async (
  { list: file }: Run,
  counts: Map<string, number>,
  found: readonly (Unplaced & Where)[],
): Promise<void> => {
  for (const { reason } of found) countReason(counts, reason);
  if (found.length > 0) await file?.appendFile(found.map((each) => `${JSON.stringify(each)}\n`).join(''));
};

const makeJobs = async (run: Run): Promise<void> => {
  const { summary, source, progress } = run;
  progress.show('Making jobs', undefined, 0);
  for (let placed = 0; ; ) {
    const answer = await call(run, 'placeImportedEvents', { source });
    if (answer.done) return;
    summary.jobs += answer.jobs;
    summary.inferred += answer.inferred;
    placed += answer.events;
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
