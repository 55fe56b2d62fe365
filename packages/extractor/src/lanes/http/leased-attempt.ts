import type { CallAnswer, Lease, StatusReport, Job as WireJob } from '@pawprint/protocol';
import { errorText, type InstanceLog } from '../../instance-log.ts';
import { CancelledError, LeaseLostError } from '../../job/stop-reason.ts';
import type { ReportDraft } from '../../reports/report-queue.ts';
import { createReportSender } from '../../reports/report-sender.ts';
import type { RetryingClient } from '../../retrying-client.ts';
import { REPORT_BATCH } from '../../timings.ts';
import type { AttemptPorts, AttemptReporting } from '../lane.ts';

interface LeasedAttemptPorts extends AttemptPorts {
  /** Calls with the job's own credential. */
  readonly client: RetryingClient;
  readonly log: InstanceLog;
  readonly flushMs: number;
}

/** Sends the attempt's reports. Each answer renews the lease, says that it is lost, or that a cancel was requested. */
/** A claimed job: what it is, its message with the credential, and the lease. */
export type Claim = NonNullable<CallAnswer<'claimJob'>>;

export const openLeasedAttempt = (ports: LeasedAttemptPorts, { job, lease }: Claim): AttemptReporting => {
  let ending = false;
  const loseLease = (why: string) => {
    ports.log.warn(`job ${job.id}: the server accepts no more reports of this attempt: ${why}`);
    ports.stop(new LeaseLostError(why));
  };
  const deliver = async (reports: readonly StatusReport[]) => {
    const body = { lease_id: lease.id, reports: [...reports] };
    const input = { params: { id: job.id }, body, signal: ports.abandon };
    const answer = await ports.client.call('sendReports', input);
    keeper.renewed();
    if (answer?.cancel_requested) ports.stop(new CancelledError());
    // After the end report the server answers without a lease.
    if (!answer?.lease && !ending) throw new Error('its lease ran out.');
  };
  const send = (reports: readonly StatusReport[]) =>
    deliver(reports).catch((error: unknown) => {
      loseLease(errorText(error));
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

const SHORTEST_LEASE_MS = 3_000;

/**
 * How long a lease runs, by the server's clock at both ends (the claim itself is the job's last event): a wrong clock
 * on this machine shortens nothing.
 */
export const leaseTimeOf = (
  job: Pick<WireJob, 'last_event_at'>,
  lease: Pick<Lease, 'expires_at'>,
): number => {
  const ms = Date.parse(lease.expires_at) - Date.parse(job.last_event_at);
  return Number.isFinite(ms) ? Math.max(SHORTEST_LEASE_MS, ms) : SHORTEST_LEASE_MS;
};

interface LeaseKeeper {
  /** The server has just renewed the lease. */
  readonly renewed: () => void;
  readonly stop: () => void;
}

/** Calls `renew` whenever a third of the lease's time has passed since the last renewal: two may fail before it is lost. */
const keepLease = (leaseMs: number, renew: () => void): LeaseKeeper => {
  const timer = setInterval(renew, leaseMs / 3);
  return { renewed: () => void timer.refresh(), stop: () => clearInterval(timer) };
};
