import type { OutputWording } from '../context/outputs.ts';
import type { Slots } from '../instance/slots.ts';
import type { Job } from '../job/job.ts';
import type { StopReason } from '../job/stop-reason.ts';
import type { ReportDraft } from '../reports/report-queue.ts';
import type { ReportSender } from '../reports/report-sender.ts';
import type { RetryingClient } from '../retrying-client.ts';

/** What an instance offers a lane: room for jobs, and how to run them. */
export interface JobRunner {
  readonly slots: Slots;
  /** Aborts when no further job may start. */
  readonly stopping: AbortSignal;
  /** Resolves when the job is delivered or given back. Never rejects. */
  readonly start: (assignment: Assignment) => Promise<void>;
}

/** One way to receive jobs and to deliver reports: HTTP or RabbitMQ. */
export interface Lane {
  /** Where the jobs come from, for the log. */
  readonly source: string;
  /**
   * Registers the extractor, and sends heartbeats from then on. Resolves to false when the instance was stopped before
   * that was possible. Rejects when the server refuses.
   */
  readonly open: (stopping: AbortSignal) => Promise<boolean>;
  /** Starts jobs while there is room for one, until the instance stops. Rejects when the server refuses. */
  readonly runJobs: (runner: JobRunner) => Promise<void>;
  /** Sends a last heartbeat, which says that the instance stops. Gives up after `limitMs`. */
  readonly close: (limitMs: number) => Promise<void>;
}

export interface AttemptPorts {
  /** Aborts when there is no time left to deliver anything. */
  readonly abandon: AbortSignal;
  /** Called when the server wants the handler to stop. */
  readonly stop: (reason: StopReason) => void;
}

/** Delivers the reports of one attempt. */
export interface AttemptReporting extends Pick<ReportSender, 'add' | 'room'> {
  /** Adds the last report, and resolves when all are delivered or can no longer be. */
  readonly end: (report: ReportDraft) => Promise<void>;
  /** The same for an attempt without an end: another instance can have the job at once. */
  readonly giveBack: (report: ReportDraft) => Promise<void>;
}

/** A job that a lane has got for this instance. */
export interface Assignment {
  readonly job: Job;
  /** Calls the server that has the data, with the job's own credential. */
  readonly client: RetryingClient;
  readonly wording: OutputWording;
  /** Begins the attempt. */
  readonly begin: (ports: AttemptPorts) => AttemptReporting;
}

/** One running process of an extractor, as the server knows it. */
export interface Instance {
  readonly id: string;
  readonly extractor: string;
  readonly version: string;
}
