import type { StatusReport } from '@pawprint/protocol';
import type { InstanceLog } from '../instance-log.ts';
import { keepLease, leaseTimeOf } from '../reports/lease-keeper.ts';
import type { ReportDraft } from '../reports/report.ts';
import { createReportSender, type ReportSender } from '../reports/report-sender.ts';
import type { RetryingClient } from '../server/retrying-client.ts';
import { REPORT_BATCH } from '../timings.ts';
import type { Claim } from './claim.ts';
import { errorText } from './error-text.ts';
import { CancelledError, LeaseLostError, type StopReason } from './stop-reason.ts';

export interface LaneAttemptPorts {
  /** Speaks with the job's own credential. */
  readonly client: RetryingClient;
  readonly log: InstanceLog;
  readonly flushMs: number;
  /** Aborts when there is no time left to deliver anything. */
  readonly abandon: AbortSignal;
  /** What the server let know: the handler should stop. */
  readonly stop: (reason: StopReason) => void;
}

/** The line to the server for one attempt: reports go out, its answers come back. */
export interface LaneAttempt extends Pick<ReportSender, 'add' | 'room'> {
  readonly end: (report: ReportDraft) => Promise<void>;
}

export const openLaneAttempt = (ports: LaneAttemptPorts, { job, lease }: Claim): LaneAttempt => {
  let ending = false;
  const overBecause = (why: string) => {
    ports.log.warn(`job ${job.id}: the server takes no more reports for this attempt: ${why}`);
    ports.stop(new LeaseLostError(why));
  };
  const deliver = async (reports: readonly StatusReport[]) => {
    const body = { lease_id: lease.id, reports: [...reports] };
    const input = { params: { id: job.id }, body, signal: ports.abandon };
    const answer = await ports.client.call('sendReports', input);
    keeper.renewed();
    if (answer?.cancel_requested) ports.stop(new CancelledError());
    // After the end it is no news that the attempt is over.
    if (!answer?.lease && !ending) throw new Error('its lease ran out.');
  };
  const send = (reports: readonly StatusReport[]) =>
    deliver(reports).catch((error: unknown) => {
      overBecause(errorText(error));
      throw error;
    });
  const sender = createReportSender({ send, flushMs: ports.flushMs, batchSize: REPORT_BATCH });
  const keeper = keepLease(leaseTimeOf(job, lease), () => void sender.flush());
  return {
    add: sender.add,
    room: sender.room,
    async end(report) {
      ending = true;
      await sender.finish(report);
      keeper.stop();
    },
  };
};
