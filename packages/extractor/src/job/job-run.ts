import { downloadStream } from '../context/input-stream.ts';
import { createJobContext, type JobContextPorts } from '../context/job-context.ts';
import { createPendingActs } from '../context/pending-acts.ts';
import { createServerOutputs } from '../context/server-outputs.ts';
import { createWorkFolder } from '../context/work-folder.ts';
import type { InstanceLog } from '../instance-log.ts';
import type { RetryingClient } from '../server/retrying-client.ts';
import type { Timings } from '../timings.ts';
import type { Claim } from './claim.ts';
import { endReport } from './end-report.ts';
import { errorText } from './error-text.ts';
import { type Handle, handleJob } from './handle-job.ts';
import { createHandlerStop } from './handler-stop.ts';
import { type Job, jobOf } from './job.ts';
import { openLaneAttempt } from './lane-attempt.ts';

export interface JobRunPorts {
  /** Speaks with the job's own credential. */
  readonly client: RetryingClient;
  readonly log: InstanceLog;
  readonly timings: Timings;
  /** Aborts when the job must end or be given back. */
  readonly giveBack: AbortSignal;
  /** Aborts when there is no time left to deliver anything. */
  readonly abandon: AbortSignal;
}

/** The handler's side of the attempt that talks to the server by itself: bytes in, outputs out. */
const dataPorts = (client: RetryingClient, signal: AbortSignal, job: Job, extractor: string) => ({
  signal,
  outputs: createServerOutputs({ client, signal }, job, extractor),
  openInput: () => downloadStream({ client, signal }, job.resource.id, job.sizeBytes),
});

/** Runs one claimed job from its claim to the delivery of its end report. Never rejects. */
export const runJob = async (
  { client, log, timings, giveBack, abandon }: JobRunPorts,
  extractor: { readonly name: string; readonly handle: Handle },
  claim: Claim,
): Promise<void> => {
  const job = jobOf(claim.message);
  const handlerStop = createHandlerStop(giveBack, timings.stopHandlerMs);
  const { signal, stop } = handlerStop;
  const lane = openLaneAttempt({ client, log, flushMs: timings.flushMs, abandon, stop }, claim);
  const pending = createPendingActs();
  const folder = createWorkFolder();
  const ports: JobContextPorts = {
    ...dataPorts(client, signal, job, extractor.name),
    report: lane.add,
    room: lane.room,
    folder,
    pending,
    killAfterMs: timings.killChildAfterMs,
  };
  const handled = handleJob(extractor.handle, job, createJobContext(ports, job), pending.settled);
  const report = endReport(await Promise.race([handled, handlerStop.leftBehind]), signal.reason);
  handlerStop.release();
  // What the handler left running (a child process it did not wait for) ends with the job.
  stop(new Error('The job has ended.'));
  await lane.end(report);
  await folder.remove().catch((error: unknown) => log.warn(`job ${job.id}: ${errorText(error)}`));
};
