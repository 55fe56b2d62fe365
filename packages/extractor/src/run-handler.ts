import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { openJobContext } from './context/job-context.ts';
import type {
  FileDetails,
  JsonLdContext,
  MetadataContent,
  NewFileDetails,
  OutputSource,
  Outputs,
  PreviewDetails,
} from './context/outputs.ts';
import { type Handle, handleJob, outcomeOf } from './job/handle-job.ts';
import type { Job, Outcome } from './job/job.ts';
import type { ReportDraft } from './reports/report-queue.ts';
import { TIMINGS } from './timings.ts';

/** The job to try a handler on: a file, unless `resource` says otherwise. */
export interface HandlerInput {
  /** The input's bytes, or the path of a file. Default: no bytes. */
  readonly input?: OutputSource;
  /** Default: the input's name where it is a path, else `input`. */
  readonly filename?: string;
  /** Default: `application/octet-stream`. */
  readonly mimeType?: string;
  /** Default: `{}`. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** Default: a file. */
  readonly resource?: Job['resource'];
  /** Default: 1. */
  readonly attempt?: number;
  /** Default: `upload`. */
  readonly trigger?: string;
  /** Aborts the handler's `ctx.signal`, to test how it stops. Default: never. */
  readonly signal?: AbortSignal;
}

/** Everything a handler did, in order. */
export interface HandlerResult extends Readonly<OutputRecords> {
  readonly outcome: Outcome;
  readonly progress: readonly { readonly fraction: number; readonly message: string }[];
  readonly log: readonly { readonly level: 'debug' | 'info' | 'warn' | 'error'; readonly message: string }[];
}

const sizeOf = async (input: OutputSource): Promise<number> =>
  typeof input === 'string' ? (await stat(input)).size : input.byteLength;

const nameOf = (input: OutputSource): string => (typeof input === 'string' ? basename(input) : 'input');

const jobFor = async (given: HandlerInput, input: OutputSource): Promise<Job> => {
  const filename = given.filename ?? nameOf(input);
  const resource = given.resource ?? { type: 'file', id: 'file-1', name: filename };
  const ofFile = resource.type === 'file';
  return {
    id: 'job-1',
    attempt: given.attempt ?? 1,
    resource,
    datasetId: ofFile ? 'dataset-1' : resource.id,
    filename: ofFile ? filename : null,
    mimeType: ofFile ? (given.mimeType ?? 'application/octet-stream') : null,
    sizeBytes: ofFile ? await sizeOf(input) : null,
    parameters: given.parameters ?? {},
    trigger: given.trigger ?? 'upload',
  };
};

const streamOf = (input: OutputSource): Readable =>
  typeof input === 'string' ? createReadStream(input) : Readable.from([input], { objectMode: false });

const recordsOfReports = (reports: readonly ReportDraft[]): Pick<HandlerResult, 'progress' | 'log'> => ({
  progress: reports.flatMap(({ kind, progress: fraction = 0, message = '' }) =>
    kind === 'PROGRESS' ? [{ fraction, message }] : [],
  ),
  log: reports.flatMap(({ kind, level = 'info', message = '' }) =>
    kind === 'LOG' ? [{ level, message }] : [],
  ),
});

/**
 * Runs a handler on an input with no server, and gives everything it did. A handler that throws has failed, as it
 * would for real; the stack is in the log. Never rejects but for an input that can't be read.
 *
 * @example
 * const result = await runHandler(handle, { input: Buffer.from('a\nb\n'), mimeType: 'text/plain' });
 * expect(result.outcome).toEqual(succeed('2 lines'));
 * expect(result.metadata[0]?.content).toEqual({ lines: 2 });
 */
export const runHandler = async (handle: Handle, given: HandlerInput = {}): Promise<HandlerResult> => {
  const input = given.input ?? new Uint8Array();
  const job = await jobFor(given, input);
  const signal = given.signal ?? new AbortController().signal;
  const outputs = noOutputs();
  const reports: ReportDraft[] = [];
  const ports = {
    signal,
    outputs: memoryOutputs(outputs, signal),
    openInput: () => streamOf(input),
    report: (draft: ReportDraft) => void reports.push(draft),
    room: async () => undefined,
    killAfterMs: TIMINGS.killChildAfterMs,
  };
  const { ctx, settled, removeFolder } = openJobContext(ports, job);
  const end = await handleJob(handle, job, ctx, settled);
  await removeFolder();
  return { outcome: outcomeOf(end), ...outputs, ...recordsOfReports(reports) };
};

/** Metadata a handler uploaded. */
export interface HandledMetadata {
  readonly content: MetadataContent;
  readonly context: JsonLdContext | undefined;
}

/** A file, or a thumbnail, that a handler uploaded, read into memory. */
export interface HandledFile extends NewFileDetails {
  readonly bytes: Buffer;
}

/** A preview that a handler uploaded, read into memory. */
export interface HandledPreview extends PreviewDetails {
  readonly bytes: Buffer;
}

interface OutputRecords {
  readonly metadata: HandledMetadata[];
  readonly previews: HandledPreview[];
  readonly thumbnails: HandledFile[];
  readonly files: HandledFile[];
  readonly tags: string[];
}

const noOutputs = (): OutputRecords => ({
  metadata: [],
  previews: [],
  thumbnails: [],
  files: [],
  tags: [],
});

const bytesOf = async (source: OutputSource): Promise<Buffer> =>
  typeof source === 'string' ? await readFile(source) : Buffer.from(source);

/** A value as the server receives it: dates become text, undefined fields are left out. */
const asReceived = (content: MetadataContent): MetadataContent =>
  JSON.parse(JSON.stringify(content)) as MetadataContent;

/** Keeps outputs instead of sending them; refuses, as a server would, once the signal has aborted. */
const memoryOutputs = (records: OutputRecords, signal: AbortSignal): Outputs => {
  const keep = async <D extends FileDetails>(
    list: (D & { readonly bytes: Buffer })[],
    source: OutputSource,
    details: D,
  ): Promise<string> => {
    signal.throwIfAborted();
    list.push({ ...details, bytes: await bytesOf(source) });
    return `${details.filename}#${list.length}`;
  };
  return {
    async metadata(content, context) {
      signal.throwIfAborted();
      records.metadata.push({ content: asReceived(content), context });
    },
    preview: (source, details) => keep(records.previews, source, details),
    thumbnail: (source, details) => keep(records.thumbnails, source, details),
    file: (source, details) => keep(records.files, source, details),
    async tags(tags) {
      signal.throwIfAborted();
      records.tags.push(...tags);
    },
  };
};
