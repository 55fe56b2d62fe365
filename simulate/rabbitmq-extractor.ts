import type { Broker, Consumer, Message } from './broker.ts';
import type { PlannedExtractor, Work } from './plan.ts';
import type { Timeline } from './timeline.ts';

/** What an instance sees of everything around it. */
export interface Surroundings {
  readonly timeline: Timeline;
  readonly broker: Broker;
  /** What a call about a job meets: a server that answers or refuses it, since the job was cancelled, or none. */
  readonly callServer: (jobId: string) => 'answered' | 'refused' | 'away';
  /** What the handler makes of a job this time: each call is another attempt. */
  readonly nextWork: (jobId: string) => Work;
}

/** An instance of an extractor. */
export interface Instance {
  start(): void;
  /** The process ends at once: it reports nothing more. */
  die(): void;
  /** The job that it works on now. */
  readonly job: string | null;
}

const HEARTBEAT_MS = 60 * 60_000;
/** pyClowder sends what it reports once a second. */
const REPORT_MS = 1_000;
/** A supervisor starts the process again after it ended, for example because the broker was away. */
const RESTART_MS = 10_000;
const MOST_RETRIES = 10;
const PROGRESS_LINES = 3;
const FAILURES = { away: 'Connection refused', refused: '410 Client Error: Gone' } as const;

/** An instance of an extractor as pyClowder runs it. */
export class RabbitmqInstance implements Instance, Consumer {
  readonly #extractor: PlannedExtractor;
  readonly #number: number;
  readonly #around: Surroundings;
  /** Counts the processes, so that what an ended one had planned does not happen. */
  #process = 0;
  #isAlive = false;
  #working: string | null = null;

  constructor(extractor: PlannedExtractor, number: number, around: Surroundings) {
    this.#extractor = extractor;
    this.#number = number;
    this.#around = around;
  }

  start(): void {
    if (this.#isAlive) return;
    const { broker } = this.#around;
    const { name } = this.#extractor;
    this.#process += 1;
    if (!broker.isUp()) return this.#after(RESTART_MS, () => this.start());
    this.#isAlive = true;
    broker.declareQueue(name);
    this.#beat();
    broker.consume(name, this);
  }

  die(): void {
    this.#process += 1;
    this.#isAlive = false;
    this.#working = null;
    this.#around.broker.disconnect(this.#extractor.name, this);
  }

  get job(): string | null {
    return this.#working;
  }

  disconnected(): void {
    this.die();
    this.#after(RESTART_MS, () => this.start());
  }

  deliver(message: Message, acknowledge: () => void): void {
    this.#working = message.jobId;
    // It downloads before it reports.
    const download = this.#around.callServer(message.jobId);
    if (download !== 'answered')
      return this.#after(REPORT_MS, () => this.#fail(message, FAILURES[download], acknowledge));
    this.#report(message, 'start', 'Started processing.');
    const { forMs, outcome } = this.#around.nextWork(message.jobId);
    for (let line = 1; line <= PROGRESS_LINES; line += 1)
      this.#after((forMs * line) / (PROGRESS_LINES + 1), () =>
        this.#report(message, 'processing', `Line ${line}`),
      );
    this.#after(forMs, () => {
      if (outcome === 'hang') this.disconnected();
      else if (outcome === 'error' || outcome === 'retry')
        this.#fail(message, 'It cannot be read.', acknowledge);
      else this.#finish(message, outcome, acknowledge);
    });
  }

  #after(ms: number, act: () => void): void {
    const planned = this.#process;
    this.#around.timeline.after(ms, () => {
      if (planned === this.#process) act();
    });
  }

  /** Gives a failed message back, at once, or after the last retry puts it aside. */
  #fail(message: Message, text: string, acknowledge: () => void): void {
    const isLast = message.retries >= MOST_RETRIES;
    this.#report(message, isLast ? 'error' : 'retry', text);
    const again = { ...message, retries: message.retries + 1, correlationId: undefined, redelivered: false };
    if (!isLast) this.#around.broker.publish(this.#extractor.name, again);
    this.#working = null;
    acknowledge();
  }

  #finish(message: Message, type: 'done' | 'skip', acknowledge: () => void): void {
    // It uploads what it made before it reports.
    const upload = this.#around.callServer(message.jobId);
    if (upload !== 'answered') return this.#fail(message, FAILURES[upload], acknowledge);
    if (type === 'skip') this.#report(message, 'skip', 'Not for me.');
    this.#report(message, 'done', 'Done processing.');
    this.#after(REPORT_MS, () => {
      this.#working = null;
      acknowledge();
    });
  }

  #report(message: Message, type: string, text: string): void {
    const { name, skewMs } = this.#extractor;
    const body = {
      file_id: message.resourceId,
      extractor_id: name,
      job_id: message.jobId,
      status: `StatusMessage.${type}: ${text}`,
      start: new Date(this.#around.timeline.now() + skewMs).toISOString().replace(/\.\d+Z$/, '+00:00'),
      message_type: `StatusMessage.${type}`,
      message: text,
    };
    this.#send('reports', body, message.correlationId);
  }

  #beat(): void {
    const { name } = this.#extractor;
    const body = {
      id: `${name}-${this.#number}-${this.#process}`,
      queue: name,
      owner: '',
      extractor_info: { name, version: '1.0', description: 'simulated', process: { file: ['*/*'] } },
    };
    this.#send('heartbeats', body, undefined);
    this.#after(HEARTBEAT_MS, () => this.#beat());
  }

  #send(kind: 'reports' | 'heartbeats', body: unknown, correlationId: string | undefined): void {
    const properties = { correlationId, headers: {} };
    this.#around.broker.send(kind, { body: Buffer.from(JSON.stringify(body)), properties });
  }
}
