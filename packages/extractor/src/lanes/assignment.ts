import type { OutputWording } from '../context/output-wording.ts';
import type { Job } from '../job/job.ts';
import type { StopReason } from '../job/stop-reason.ts';
import type { ReportDraft } from '../reports/report.ts';
import type { ReportSender } from '../reports/report-sender.ts';
import type { RetryingClient } from '../server/retrying-client.ts';

export interface AttemptPorts {
  /** Aborts when there is no time left to deliver anything. */
  readonly abandon: AbortSignal;
  /** What the server let know: the handler should stop. */
  readonly stop: (reason: StopReason) => void;
}

/** The line to the server for one attempt. */
export interface AttemptLine extends Pick<ReportSender, 'add' | 'room'> {
  /** Resolves when everything is delivered, or can't be any more. */
  readonly end: (report: ReportDraft) => Promise<void>;
  /** The same for an attempt that was not brought to an end: the job is there for another instance at once. */
  readonly giveBack: (report: ReportDraft) => Promise<void>;
}

/** A job that a lane hands to this instance. */
export interface Assignment {
  readonly job: Job;
  /** Speaks to the server that has the data, with the job's own credential. */
  readonly client: RetryingClient;
  readonly wording: OutputWording;
  /** Begins the attempt. */
  readonly begin: (ports: AttemptPorts) => AttemptLine;
}
