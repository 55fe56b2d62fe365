import { v4 } from 'uuid';
import { recordHeartbeat } from '../packages/server/src/extractors/record-heartbeats.ts';
import { claimJob } from '../packages/server/src/jobs/leases.ts';
import type { ClaimedJob } from '../packages/server/src/model/job.ts';
import type { Report } from '../packages/server/src/model/report.ts';
import type { PlannedExtractor } from './plan.ts';
import type { Instance, Surroundings } from './rabbitmq-extractor.ts';
import { type SimulatedServer, TERMS } from './server.ts';

const HEARTBEAT_MS = 30 * 60_000;
/** Between two claims that found no job. A real claim is a long poll. */
const CLAIM_MS = 60_000;
/** A call that found no server is made again after this time. */
const RETRY_MS = 2_000;
/** A lease is renewed three times before it can expire. */
const RENEW_MS = TERMS.leaseMs / 3;

interface HttpSurroundings extends Omit<Surroundings, 'serverAnswers' | 'broker'> {
  /** Undefined while no server answers. */
  readonly server: () => SimulatedServer | undefined;
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

  worksOn(jobId: string): boolean {
    return this.#working === jobId;
  }

  #after(ms: number, act: () => Promise<void>): void {
    const planned = this.#process;
    this.#around.timeline.after(ms, async () => {
      if (planned === this.#process) await act();
    });
  }

  get #id(): string {
    return `${this.#extractor.name}-${this.#number}-${this.#process}`;
  }

  async #beat(): Promise<void> {
    const server = this.#around.server();
    if (server === undefined) return this.#after(RETRY_MS, () => this.#beat());
    const { name: extractor } = this.#extractor;
    await recordHeartbeat(
      { ...server.jobs, autoEnable: true },
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
    const { server, timeline, nextWork } = this.#around;
    const up = server();
    if (up === undefined) return this.#after(RETRY_MS, () => this.#claim());
    const claimant = { extractor: this.#extractor.name, instanceId: this.#id, version: '1.0' };
    const claimed = await claimJob(up.jobs, claimant);
    if (claimed === undefined) return this.#after(CLAIM_MS, () => this.#claim());
    this.#working = claimed.job.facts.id;
    const { forMs, outcome } = nextWork(this.#working);
    const end = REPORTED[outcome];
    if (end !== null) return this.#work(claimed, timeline.now() + forMs, end);
    // It renews nothing, until its supervisor starts it again.
    this.#working = null;
    this.#after(forMs, () => this.#claim());
  }

  /** Reports and renews its lease until the time is over. */
  async #work(claimed: ClaimedJob, endsAt: number, end: Report['kind']): Promise<void> {
    const { server, timeline } = this.#around;
    const up = server();
    if (up === undefined) return this.#after(RETRY_MS, () => this.#work(claimed, endsAt, end));
    const isOver = timeline.now() >= endsAt;
    const recorded = await up.reports.recordLeaseReports({
      jobId: claimed.job.facts.id,
      leaseId: claimed.lease.id,
      reports: [reportOf(isOver ? end : 'PROGRESS', timeline.now() + this.#extractor.skewMs)],
    });
    const isLost = typeof recorded === 'string' || recorded.lease === null;
    if (isOver || isLost) {
      this.#working = null;
      return this.#after(0, () => this.#claim());
    }
    const pauseMs = Math.max(0, Math.min(RENEW_MS, endsAt - timeline.now()));
    this.#after(pauseMs, () => this.#work(claimed, endsAt, end));
  }
}

const reportOf = (kind: Report['kind'], reportedAt: number): Report => ({
  id: v4(),
  kind,
  message: kind === 'ERROR' || kind === 'RESUBMITTED' ? 'It cannot be read.' : '',
  reportedAt,
  reported: new Date(reportedAt).toISOString(),
  ...(kind === 'PROGRESS' ? { progress: 0.5 } : {}),
  ...(kind === 'RESUBMITTED' ? { retryAfterMs: 5_000 } : {}),
});
