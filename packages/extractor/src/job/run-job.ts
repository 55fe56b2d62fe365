import { onAbort } from '@pawprint/async';
import { openJobContext } from '../context/job-context.ts';
import { downloadStream } from '../context/job-input.ts';
import { createServerOutputs } from '../context/server-outputs.ts';
import { errorText, type InstanceLog } from '../instance-log.ts';
import type { Assignment } from '../lanes/lane.ts';
import type { Timings } from '../timings.ts';
import { endReport, type Handle, type HandlerEnd, handleJob, isGivenBack } from './handle-job.ts';
import { StoppingError } from './stop-reason.ts';

interface RunJobPorts {
  readonly log: InstanceLog;
  readonly timings: Timings;
  /** Aborts when the job must end or be given back. */
  readonly giveBack: AbortSignal;
  /** Aborts when there is no time left to deliver anything. */
  readonly abandon: AbortSignal;
}

/** What the handler exchanges with the server directly: bytes in, outputs out. */
const dataPorts = ({ client, wording, job }: Assignment, signal: AbortSignal, extractor: string) => ({
  signal,
  outputs: createServerOutputs({ client, signal, wording }, job, extractor),
  openInput: () => downloadStream({ client, signal }, job.resource.id, job.sizeBytes),
});

/** Runs one job from its assignment to the delivery of its end report. Never rejects. */
export const runJob = async (
  { log, timings, giveBack, abandon }: RunJobPorts,
  extractor: { readonly name: string; readonly handle: Handle },
  assignment: Assignment,
): Promise<void> => {
  const { job } = assignment;
  const handlerStop = createHandlerStop(giveBack, timings.stopHandlerMs);
  const { signal, stop } = handlerStop;
  const reporting = assignment.begin({ abandon, stop });
  const ports = {
    ...dataPorts(assignment, signal, extractor.name),
    report: reporting.add,
    room: reporting.room,
    killAfterMs: timings.killChildAfterMs,
  };
  const { ctx, settled, removeFolder } = openJobContext(ports, job);
  const handled = handleJob(extractor.handle, job, ctx, settled);
  const report = endReport(await Promise.race([handled, handlerStop.abandoned]), signal.reason);
  handlerStop.release();
  // A child process that the handler did not wait for ends with the job.
  stop(new Error('The job has ended.'));
  await (isGivenBack(report) ? reporting.giveBack(report) : reporting.end(report));
  await removeFolder().catch((error: unknown) => log.warn(`job ${job.id}: ${errorText(error)}`));
};

interface HandlerStop {
  /** The handler's `ctx.signal`. */
  readonly signal: AbortSignal;
  /** Aborts the signal. Only the first reason counts. */
  readonly stop: (reason: Error) => void;
  /** Resolves when the handler has not stopped in time: the job is given back without it. */
  readonly abandoned: Promise<HandlerEnd>;
  readonly release: () => void;
}

/** The handler's signal, which `giveBack` aborts too. A handler that then does not end within `limitMs` is abandoned. */
const createHandlerStop = (giveBack: AbortSignal, limitMs: number): HandlerStop => {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let abandon: (end: HandlerEnd) => void;
  const abandoned = new Promise<HandlerEnd>((resolve) => {
    abandon = resolve;
  });
  const removeListener = onAbort(giveBack, () => {
    controller.abort(new StoppingError());
    timer = setTimeout(() => abandon({ kind: 'threw', error: 'The handler did not stop.' }), limitMs);
  });
  return {
    signal: controller.signal,
    stop: (reason) => controller.abort(reason),
    abandoned,
    release() {
      clearTimeout(timer);
      removeListener();
    },
  };
};
