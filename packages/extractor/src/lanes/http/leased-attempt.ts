import type { StatusReport } from '@pawprint/protocol';
import type { InstanceLog } from '../../instance-log.ts';
import { errorText } from '../../job/error-text.ts';
import { CancelledError, LeaseLostError } from '../../job/stop-reason.ts';
import type { ReportDraft } from '../../reports/report.ts';
import { createReportSender } from '../../reports/report-sender.ts';
import type { RetryingClient } from '../../server/retrying-client.ts';
import { REPORT_BATCH } from '../../timings.ts';
import type { AttemptLine, AttemptPorts } from '../assignment.ts';
import type { Claim } from './claim.ts';
import { keepLease, leaseTimeOf } from './lease-keeper.ts';

export interface LeasedAttemptPorts extends AttemptPorts {
  /** Speaks with the job's own credential. */
  readonly client: RetryingClient;
  readonly log: InstanceLog;
  readonly flushMs: number;
}

/** Reports go out, and the server's answers come back: the lease is renewed, or lost, or a cancel was requested. */
export const openLeasedAttempt = (ports: LeasedAttemptPorts, { job, lease }: Claim): AttemptLine => {
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
  const end = async (report: ReportDraft) => {
    ending = true;
    await sender.finish(report);
    keeper.stop();
  };
  return { add: sender.add, room: sender.room, end, giveBack: end };
};
