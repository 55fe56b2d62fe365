import type { Readable } from 'node:stream';
import type { Job } from '../job/job.ts';
import type { ReportDraft } from '../reports/report.ts';
import { type CommandOptions, runCommand } from './child-process.ts';
import { createJobInput, type JobInput } from './job-input.ts';
import { createJobLog, type JobLog } from './job-log.ts';
import { createProgress } from './job-progress.ts';
import type { OutputSource } from './output-source.ts';
import type {
  FileDetails,
  JsonLdContext,
  MetadataContent,
  NewFileDetails,
  Outputs,
  PreviewDetails,
} from './outputs.ts';
import type { PendingActs } from './pending-acts.ts';
import type { WorkFolder } from './work-folder.ts';

/**
 * What a handler is given besides the job. Outputs are stored under the job: the same output made again in a later
 * attempt replaces the earlier one, provided the handler makes its outputs of a kind in the same order each time.
 * Every upload waits for a server that is away, and rejects with `signal.reason` once the signal is aborted.
 */
export interface JobContext {
  /** The bytes of the file the job is about. */
  readonly input: JobInput;
  /**
   * Aborts when the handler should stop; `signal.reason` says why: {@link CancelledError}, {@link LeaseLostError} or
   * {@link StoppingError}. Hand it to what takes one, or call `ctx.signal.throwIfAborted()` in long loops. A handler
   * that throws after it is reported as stopped, not as failed.
   */
  readonly signal: AbortSignal;
  /** The job's log. */
  readonly log: JobLog;
  /**
   * Says how far the job is. Cheap enough to be called for every chunk: what nobody would notice is not sent.
   * @param fraction 0 to 1; anything beyond is taken as the nearer of the two.
   * @param message what is being done, e.g. `page 3 of 12`. Default: none.
   */
  readonly progress: (fraction: number, message?: string) => void;
  /**
   * Attaches metadata to the file or dataset.
   * @param content an object (or list) with field names a person understands.
   * @param options.context JSON-LD `@context` that gives the fields their meaning. Default: none.
   */
  readonly uploadMetadata: (
    content: MetadataContent,
    options?: { readonly context?: JsonLdContext },
  ) => Promise<void>;
  /** Uploads a preview of the file, from a path (streamed) or bytes, and attaches it. Answers its id. */
  readonly uploadPreview: (source: OutputSource, details: PreviewDetails) => Promise<string>;
  /** Makes an image, from a path (streamed) or bytes, the file's thumbnail. Answers its id. */
  readonly uploadThumbnail: (source: OutputSource, details: FileDetails) => Promise<string>;
  /** Adds a new file, from a path (streamed) or bytes, to the job's dataset. Answers its id. */
  readonly uploadFile: (source: OutputSource, details: NewFileDetails) => Promise<string>;
  /** Adds tags to the file or dataset. Tags it has already change nothing. */
  readonly addTags: (tags: readonly string[]) => Promise<void>;
  /**
   * Runs a program. Its stdout becomes `info` lines and its stderr `warn` lines of the job's log. When the signal
   * aborts, it and what it started are told to end (SIGTERM), and killed 5 s later.
   * @returns the exit code, 0 unless `options.okExitCodes` allows others.
   * @throws {ChildProcessError} for any other exit code; an Error when the program cannot be started.
   * @example await ctx.run('pdftotext', [await ctx.input.file(), target], { okExitCodes: [0, 3] });
   */
  readonly run: (command: string, args?: readonly string[], options?: CommandOptions) => Promise<number>;
  /** A folder of this attempt's own, e.g. for files to upload. Made at the first call, removed with all in it. */
  readonly workFolder: () => Promise<string>;
}

export interface JobContextPorts {
  readonly signal: AbortSignal;
  readonly outputs: Outputs;
  readonly folder: WorkFolder;
  readonly pending: PendingActs;
  readonly openInput: () => Readable;
  readonly report: (draft: ReportDraft) => void;
  /** Resolves when reports may be added without filling the memory. */
  readonly room: () => Promise<void>;
  readonly killAfterMs: number;
}

const lineLogger = (log: JobLog, room: () => Promise<void>) => (level: 'info' | 'warn', line: string) => {
  log[level](line);
  return room();
};

export const createJobContext = (ports: JobContextPorts, job: Job): JobContext => {
  const { outputs, signal, folder, killAfterMs } = ports;
  const { track } = ports.pending;
  const log = createJobLog(ports.report);
  const onLine = lineLogger(log, ports.room);
  return {
    input: createJobInput(job, ports.openInput, folder),
    signal,
    log,
    progress: createProgress(ports.report),
    uploadMetadata: (content, { context } = {}) => track(outputs.metadata(content, context)),
    uploadPreview: (source, details) => track(outputs.preview(source, details)),
    uploadThumbnail: (source, details) => track(outputs.thumbnail(source, details)),
    uploadFile: (source, details) => track(outputs.file(source, details)),
    addTags: (tags) => track(outputs.tags(tags)),
    run: (command, args, options) =>
      track(runCommand({ onLine, signal, killAfterMs }, command, args, options)),
    workFolder: () => folder.path(),
  };
};
