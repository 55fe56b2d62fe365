import { v4 } from 'uuid';
import { recordHeartbeat } from '../packages/server/src/extractors/record-heartbeats.ts';
import { claimJob } from '../packages/server/src/jobs/leases.ts';
import type { LeaseOutcome } from '../packages/server/src/jobs/record/batch.ts';
import { EVERYTHING } from '../packages/server/src/model/grant.ts';
import type { ClaimedJob } from '../packages/server/src/model/job.ts';
import type { Report } from '../packages/server/src/model/report.ts';
import type { PlannedExtractor } from './plan.ts';
import type { Instance, Surroundings } from './rabbitmq-extractor.ts';
import { type SimulatedServer, TERMS } from './server.ts';

const HEARTBEAT_MS = 60 * 60_000;
/** A call that found no server is made again after this time. */
const RETRY_MS = 2_000;
/** A lease is renewed three times before it can expire. */
const RENEW_MS = TERMS.leaseMs / 3;

interface HttpSurroundings extends Omit<Surroundings, 'callServer' | 'broker'> {
  /** Undefined while no server answers. */
  readonly server: () => SimulatedServer | undefined;
  /** Calls back once a job of this extractor waits to be claimed, as a long poll returns. */
  readonly waitForJob: (extractor: string, claim: () => Promise<void>) => void;
  /** Called when its handler stopped, since the job was to be cancelled. */
  readonly onStopped: (jobId: string) => void;
}

/** What a handler's outcome is reported as; null for none. */
const REPORTED = {
  done: 'SUCCEEDED',
  skip: 'SKIPPED',
  error: 'ERROR',
  retry: 'RESUBMITTED',
  hang: null,
} as const;

/** An instance of an extractor as our SDK runs it: it claims jobs over HTTP and keeps what it cannot report. */
export class HttpInstance implements Instance {
  readonly #extractor: PlannedExtractor;
  readonly #number: number;
  readonly #around: HttpSurroundings;
  #process = 0;
  #isAlive = false;
  #working: string | null = null;

  constructor(extractor: PlannedExtractor, number: number, around: HttpSurroundings) {
    this.#extractor = extractor;
    this.#number = number;
    this.#around = around;
  }

  start(): void {
    if (this.#isAlive) return;
    this.#process += 1;
    this.#isAlive = true;
    this.#after(0, () => this.#beat());
    this.#after(0, () => this.#claim());
  }

  die(): void {
    this.#process += 1;
    this.#isAlive = false;
    this.#working = null;
  }

  get job(): string | null {
    return this.#working;
  }

  #after(ms: number, act: () => void | Promise<void>): void {
    this.#around.timeline.after(ms, this.#ofThisProcess(act));
  }

  /** What an ended process had planned does not happen. */
  #ofThisProcess<Args extends readonly unknown[]>(act: (...args: Args) => void | Promise<void>) {
    const planned = this.#process;
    return async (...args: Args): Promise<void> => {
      if (planned === this.#process) await act(...args);
    };
  }

  get #id(): string {
    return `${this.#extractor.name}-${this.#number}-${this.#process}`;
  }

  async #beat(): Promise<void> {
    const server = this.#around.server();
    if (server === undefined) return this.#after(RETRY_MS, () => this.#beat());
    const { name: extractor } = this.#extractor;
    await recordHeartbeat(
      { ...server.jobs, autoEnable: true, approveChanges: false },
      {
        extractor,
        instanceId: this.#id,
        version: '1.0',
        lane: 'http',
        host: 'host',
        intervalMs: HEARTBEAT_MS,
        isStopping: false,
      },
    );
    this.#after(HEARTBEAT_MS, () => this.#beat());
  }

  async #claim(): Promise<void> {
    const { server, timeline, nextWork, waitForJob } = this.#around;
    const up = server();
    if (up === undefined) return this.#after(RETRY_MS, () => this.#claim());
    const { name } = this.#extractor;
    const claimed = await claimJob(up.jobs, {
      extractor: name,
      instanceId: this.#id,
      version: '1.0',
      grant: EVERYTHING,
    });
    if (claimed === undefined)
      return waitForJob(
        name,
        this.#ofThisProcess(() => this.#claim()),
      );
    this.#working = claimed.job.facts.id;
    const { forMs, outcome } = nextWork(this.#working);
    const end = REPORTED[outcome];
    if (end !== null) return this.#work(claimed, timeline.now() + forMs, end);
    // It renews nothing, until its supervisor starts it again.
    this.#working = null;
    this.#after(forMs, () => this.#claim());
  }

  /** Renews its lease until the time is over, and then reports the end. */
  #work(claimed: ClaimedJob, endsAt: number, end: Report['kind']): void {
    const isOver = this.#around.timeline.now() >= endsAt;
    this.#report(claimed, isOver ? [this.#reportOf(end)] : [], (answer) => {
      if (isOver || answer === 'lost') return this.#next();
      if (answer === 'cancel requested') return this.#stop(claimed);
      const pauseMs = Math.max(0, Math.min(RENEW_MS, endsAt - this.#around.timeline.now()));
      this.#after(pauseMs, () => this.#work(claimed, endsAt, end));
    });
  }

  /** The handler stops, and the last report confirms that. */
  #stop(claimed: ClaimedJob): void {
    const confirmation: Report = { ...this.#reportOf('SKIPPED'), confirmsCancel: true };
    this.#around.onStopped(claimed.job.facts.id);
    this.#report(claimed, [confirmation], () => this.#next());
  }

  #next(): void {
    this.#working = null;
    this.#after(0, () => this.#claim());
  }

  /** Keeps what it cannot report, and reports it again. */
  #report(claimed: ClaimedJob, reports: readonly Report[], onAnswer: (answer: Answer) => void): void {
    const again = (): void => this.#after(RETRY_MS, () => this.#report(claimed, reports, onAnswer));
    const up = this.#around.server();
    if (up === undefined) return again();
    const call = { jobId: claimed.job.facts.id, leaseId: claimed.lease.id, reports };
    const planned = this.#process;
    up.report(call, (outcome) => {
      if (planned !== this.#process) return;
      if (outcome === undefined) return again();
      onAnswer(answerOf(outcome, reports));
    });
  }

  #reportOf(kind: Report['kind']): Report {
    const reportedAt = this.#around.timeline.now() + this.#extractor.skewMs;
    return {
      id: v4(),
      kind,
      message: kind === 'ERROR' || kind === 'RESUBMITTED' ? 'It cannot be read.' : '',
      reportedAt,
      reported: new Date(reportedAt).toISOString(),
      ...(kind === 'RESUBMITTED' ? { retryAfterMs: 5_000 } : {}),
    };
  }
}

type Answer = 'held' | 'cancel requested' | 'lost';

/** A report of the end leaves no lease. */
const answerOf = (outcome: LeaseOutcome, reports: readonly Report[]): Answer => {
  if (typeof outcome === 'string' || (outcome.lease === null && reports.length === 0)) return 'lost';
  return outcome.cancelRequested ? 'cancel requested' : 'held';
};
