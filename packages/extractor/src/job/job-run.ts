import { downloadStream } from '../context/input-stream.ts';
import { createJobContext, type JobContextPorts } from '../context/job-context.ts';
import { createPendingActs } from '../context/pending-acts.ts';
import { createServerOutputs } from '../context/server-outputs.ts';
import { createWorkFolder } from '../context/work-folder.ts';
import type { InstanceLog } from '../instance-log.ts';
import type { Assignment } from '../lanes/assignment.ts';
import type { Timings } from '../timings.ts';
import { endReport, isGivenBack } from './end-report.ts';
import { errorText } from './error-text.ts';
import { type Handle, handleJob } from './handle-job.ts';
import { createHandlerStop } from './handler-stop.ts';

export interface JobRunPorts {
  readonly log: InstanceLog;
  readonly timings: Timings;
  /** Aborts when the job must end or be given back. */
  readonly giveBack: AbortSignal;
  /** Aborts when there is no time left to deliver anything. */
  readonly abandon: AbortSignal;
}

/** The handler's side of the attempt that talks to the server by itself: bytes in, outputs out. */
const dataPorts = ({ client, wording, job }: Assignment, signal: AbortSignal, extractor: string) => ({
  signal,
  outputs: createServerOutputs({ client, signal, wording }, job, extractor),
  openInput: () => downloadStream({ client, signal }, job.resource.id, job.sizeBytes),
});

/** Runs one job from its assignment to the delivery of its end report. Never rejects. */
export const runJob = async (
  { log, timings, giveBack, abandon }: JobRunPorts,
  extractor: { readonly name: string; readonly handle: Handle },
  assignment: Assignment,
): Promise<void> => {
  const { job } = assignment;
  const handlerStop = createHandlerStop(giveBack, timings.stopHandlerMs);
  const { signal, stop } = handlerStop;
  const line = assignment.begin({ abandon, stop });
  const pending = createPendingActs();
  const folder = createWorkFolder();
  const ports: JobContextPorts = {
    ...dataPorts(assignment, signal, extractor.name),
    report: line.add,
    room: line.room,
    folder,
    pending,
    killAfterMs: timings.killChildAfterMs,
  };
  const handled = handleJob(extractor.handle, job, createJobContext(ports, job), pending.settled);
  const report = endReport(await Promise.race([handled, handlerStop.leftBehind]), signal.reason);
  handlerStop.release();
  // What the handler left running (a child process it did not wait for) ends with the job.
  stop(new Error('The job has ended.'));
  await (isGivenBack(report) ? line.giveBack(report) : line.end(report));
  await folder.remove().catch((error: unknown) => log.warn(`job ${job.id}: ${errorText(error)}`));
};
