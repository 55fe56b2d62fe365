import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { createJobContext } from '../context/job-context.ts';
import type { OutputSource } from '../context/output-source.ts';
import { createPendingActs } from '../context/pending-acts.ts';
import { createWorkFolder } from '../context/work-folder.ts';
import { type Handle, handleJob, outcomeOf } from '../job/handle-job.ts';
import type { Job } from '../job/job.ts';
import type { Outcome } from '../job/outcome.ts';
import type { ReportDraft } from '../reports/report.ts';
import { TIMINGS } from '../timings.ts';
import { memoryOutputs, noOutputs, type OutputRecords } from './memory-outputs.ts';

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

/** Everything a handler did, in the order it did it. */
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
  const folder = createWorkFolder();
  const pending = createPendingActs();
  const ports = {
    signal,
    outputs: memoryOutputs(outputs, signal),
    folder,
    pending,
    openInput: () => streamOf(input),
    report: (draft: ReportDraft) => void reports.push(draft),
    room: async () => undefined,
    killAfterMs: TIMINGS.killChildAfterMs,
  };
  const end = await handleJob(handle, job, createJobContext(ports, job), pending.settled);
  await folder.remove();
  return { outcome: outcomeOf(end), ...outputs, ...recordsOfReports(reports) };
};
