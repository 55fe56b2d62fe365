import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Job } from '../job/job.ts';
import type { ReportDraft } from '../reports/report-queue.ts';
import { type CommandOptions, runCommand } from './child-process.ts';
import { createJobInput, type JobInput } from './job-input.ts';
import type {
  FileDetails,
  JsonLdContext,
  MetadataContent,
  NewFileDetails,
  OutputSource,
  Outputs,
  PreviewDetails,
} from './outputs.ts';

/**
 * What a handler is given besides the job. Outputs are stored under the job: the same output made again in a later
 * attempt replaces the earlier one, provided the handler makes its outputs of a kind in the same order each time.
 * Every upload waits while the server is unreachable, and rejects with `signal.reason` once the signal is aborted.
 */
export interface JobContext {
  /** The bytes of the file the job is about. */
  readonly input: JobInput;
  /**
   * Aborts when the handler should stop; `signal.reason` says why: {@link CancelledError}, {@link LeaseLostError} or
   * {@link StoppingError}. Pass it on where a signal is accepted, or call `ctx.signal.throwIfAborted()` in long loops. A handler
   * that throws after it is reported as stopped, not as failed.
   */
  readonly signal: AbortSignal;
  /** The job's log. */
  readonly log: JobLog;
  /**
   * Reports how far the job is. It may be called for every chunk: steps of less than a percent are not sent.
   * @param fraction 0 to 1; a number beyond is taken as the nearer of the two.
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
  /** Uploads a preview of the file, from a path (streamed) or bytes, and attaches it. Resolves to its id. */
  readonly uploadPreview: (source: OutputSource, details: PreviewDetails) => Promise<string>;
  /** Makes an image, from a path (streamed) or bytes, the file's thumbnail. Resolves to its id. */
  readonly uploadThumbnail: (source: OutputSource, details: FileDetails) => Promise<string>;
  /** Adds a new file, from a path (streamed) or bytes, to the job's dataset. Resolves to its id. */
  readonly uploadFile: (source: OutputSource, details: NewFileDetails) => Promise<string>;
  /** Adds tags to the file or dataset. Tags it has already change nothing. */
  readonly addTags: (tags: readonly string[]) => Promise<void>;
  /**
   * Runs a program. Its stdout becomes `info` lines and its stderr `warn` lines of the job's log. When the signal
   * aborts, it and what it started get SIGTERM, and killed 5 s later.
   * @returns the exit code, 0 unless `options.okExitCodes` allows others.
   * @throws {ChildProcessError} for any other exit code; an Error when the program cannot be started.
   * @example await ctx.run('pdftotext', [await ctx.input.file(), target], { okExitCodes: [0, 3] });
   */
  readonly run: (command: string, args?: readonly string[], options?: CommandOptions) => Promise<number>;
  /** A folder of this attempt's own, e.g. for files to upload. Made at the first call, removed with all in it. */
  readonly workFolder: () => Promise<string>;
}

interface JobContextPorts {
  readonly signal: AbortSignal;
  readonly outputs: Outputs;
  readonly openInput: () => Readable;
  readonly report: (draft: ReportDraft) => void;
  /** Resolves when reports may be added without filling the memory. */
  readonly room: () => Promise<void>;
  readonly killAfterMs: number;
}

/** The context of one attempt, and what the attempt's owner does with it. */
export interface OpenJobContext {
  readonly ctx: JobContext;
  /**
   * Resolves when all uploads and programs that the handler started have ended, and rejects with the first failure among
   * them. A handler may forget to await one: the job's end must wait for it, and its failure must fail the job.
   */
  readonly settled: () => Promise<void>;
  /** Removes the attempt's folder with everything in it. */
  readonly removeFolder: () => Promise<void>;
}

export const openJobContext = (ports: JobContextPorts, job: Job): OpenJobContext => {
  const { outputs, signal, killAfterMs } = ports;
  const { track, settled } = createPendingCalls();
  const folder = createWorkFolder();
  const log = createJobLog(ports);
  const ctx: JobContext = {
    input: createJobInput(job, ports.openInput, folder.path),
    signal,
    log,
    progress: createProgress(ports.report),
    uploadMetadata: (content, { context } = {}) => track(outputs.metadata(content, context)),
    uploadPreview: (source, details) => track(outputs.preview(source, details)),
    uploadThumbnail: (source, details) => track(outputs.thumbnail(source, details)),
    uploadFile: (source, details) => track(outputs.file(source, details)),
    addTags: (tags) => track(outputs.tags(tags)),
    run: (command, args, options) =>
      track(
        runCommand(
          { onLine: (level, line) => log[level](line), signal, killAfterMs },
          command,
          args,
          options,
        ),
      ),
    workFolder: folder.path,
  };
  return { ctx, settled, removeFolder: folder.remove };
};

type Level = NonNullable<ReportDraft['level']>;

/**
 * The job's log, shown live beside the job. Messages are text: what looks like HTML or a terminal's colours is shown
 * as such or as colours, never run. One of more than 20,000 characters is cut.
 *
 * Each method returns a promise that never rejects. A loop that writes thousands of lines should await it: it resolves
 * when there is room for more. Without that, when lines come faster than the server takes them for long, the oldest are
 * dropped (never errors, never the last ones), and the job says how many.
 */
export interface JobLog {
  /** For the author of the extractor. */
  readonly debug: (message: string) => PromiseLike<void>;
  /** What happened, for the owner of the data. */
  readonly info: (message: string) => PromiseLike<void>;
  /** Something is odd, and the job goes on. */
  readonly warn: (message: string) => PromiseLike<void>;
  /** Something went wrong. The job fails only when the handler throws or returns `fail`. */
  readonly error: (message: string) => PromiseLike<void>;
}

const createJobLog = ({ report, room }: Pick<JobContextPorts, 'report' | 'room'>): JobLog => {
  const at = (level: Level) => (message: string) => {
    report({ kind: 'LOG', level, message });
    return room();
  };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
};

/** A smaller step is not reported: a handler may call at every chunk. */
const SMALLEST_STEP = 0.01;

/** Reports only visible changes: a step of a percent, a new message, the end. */
export const createProgress = (add: (draft: ReportDraft) => void): JobContext['progress'] => {
  let last: { readonly progress: number; readonly message: string } | undefined;
  return (fraction, message = '') => {
    if (Number.isNaN(fraction)) return;
    const progress = Math.min(1, Math.max(0, fraction));
    const step = Math.abs(progress - (last?.progress ?? 0));
    const finished = progress === 1 && last?.progress !== 1;
    if (last?.message === message && step < SMALLEST_STEP && !finished) return;
    last = { progress, message };
    add({ kind: 'PROGRESS', progress, message });
  };
};

/** Remembers calls until they end, and keeps a failure of one from ending the process as an unhandled rejection. */
const createPendingCalls = () => {
  const pending = new Set<Promise<unknown>>();
  return {
    track: <T>(call: Promise<T>): Promise<T> => {
      pending.add(call);
      const remove = () => void pending.delete(call);
      call.then(remove, remove);
      return call;
    },
    settled: async (): Promise<void> => {
      await Promise.all(pending);
    },
  };
};

/** A folder of one attempt's own, below the system's folder for temporary files. It is made at the first call. */
const createWorkFolder = () => {
  let made: Promise<string> | undefined;
  return {
    path: (): Promise<string> => (made ??= mkdtemp(join(tmpdir(), 'pawprint-job-'))),
    remove: async (): Promise<void> => {
      if (made) await rm(await made, { recursive: true, force: true });
    },
  };
};
