import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RouteName } from '@pawprint/protocol';
import { answerTo, type LaneAnswer, type LaneState } from './lane-answers.ts';
import { type LaneJob, laneJob } from './lane-job.ts';
import { bodyOf, type LaneRequest, routeOf } from './lane-request.ts';

/** What goes wrong with a call. */
export interface Fault {
  /** Refused with this status, and nothing is done. */
  readonly status?: number;
  readonly code?: string;
  /** The call is carried out, and the connection breaks before the answer. */
  readonly answerLost?: boolean;
  /** The connection breaks after this many bytes of a download. */
  readonly breakAfterBytes?: number;
}

const refusal = (status: number, code = 'unavailable'): LaneAnswer => ({
  status,
  body: { error: { code, message: `fault ${status}` } },
});

const write = (response: ServerResponse, answer: LaneAnswer, cutAfter: number | undefined): void => {
  const bytes = answer.bytes ?? Buffer.from(answer.body === undefined ? '' : JSON.stringify(answer.body));
  const length = answer.status === 204 ? {} : { 'content-length': String(bytes.length) };
  response.writeHead(answer.status, { ...length, ...answer.headers });
  if (cutAfter === undefined) response.end(bytes);
  else response.write(bytes.subarray(0, cutAfter), () => response.destroy());
};

/**
 * Acts as the server of the HTTP lane for one test. It checks requests by the protocol's schemas, records them, and fails
 * on request, also in ways that a real server cannot be made to.
 */
export class FakeLane {
  readonly requests: LaneRequest[] = [];
  /** Bodies that did not fit their route's schema: a bug in the SDK. */
  readonly invalidBodies: unknown[] = [];
  readonly #state: LaneState;
  readonly #server: Server;
  readonly #faults = new Map<RouteName, Fault[]>();
  readonly #watchers = new Set<() => void>();
  #port = 0;

  constructor(leaseMs: number) {
    this.#state = { jobs: [], waiting: [], jobAdded: new AbortController(), leaseMs, url: '' };
    this.#server = createServer((incoming, response) => {
      this.#serve(incoming, response).catch(() => response.destroy());
    });
  }

  get url(): string {
    return this.#state.url;
  }

  calls(route: RouteName): readonly LaneRequest[] {
    return this.requests.filter((request) => request.route === route);
  }

  addJob(given: Partial<Pick<LaneJob, 'bytes' | 'message'>> = {}): LaneJob {
    const job = laneJob(`job-${this.#state.jobs.length + 1}`, given);
    this.#state.jobs.push(job);
    this.#state.waiting.push(job);
    this.#state.jobAdded.abort();
    this.#state.jobAdded = new AbortController();
    return job;
  }

  /** The next calls of a route fail, one fault each. */
  failNext(route: RouteName, ...faults: Fault[]): void {
    this.#faults.set(route, faults);
  }

  /** Resolves when the condition holds. It is checked now and after every call. */
  until(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const watcher = () => {
        if (!condition()) return;
        this.#watchers.delete(watcher);
        resolve();
      };
      this.#watchers.add(watcher);
      watcher();
    });
  }

  /** Listens; after {@link close} at the same address again. */
  listen(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.listen(this.#port, '127.0.0.1', () => {
        this.#port = (this.#server.address() as AddressInfo).port;
        this.#state.url = `http://127.0.0.1:${this.#port}`;
        resolve();
      });
    });
  }

  /** As after kill -9: all connections break, and new ones are refused. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const line = routeOf(incoming);
    if (!line) return void response.writeHead(404).end();
    const closed = new AbortController();
    response.on('close', () => closed.abort());
    const body = await bodyOf(incoming, line.route).catch(
      (error: unknown) => void this.invalidBodies.push(error),
    );
    const request: LaneRequest = { ...line, headers: incoming.headers, body };
    this.requests.push(request);
    await this.#answer(request, response, closed.signal);
    for (const watcher of this.#watchers) watcher();
  }

  async #answer(request: LaneRequest, response: ServerResponse, closed: AbortSignal): Promise<void> {
    const { status, code, answerLost, breakAfterBytes } = this.#faults.get(request.route)?.shift() ?? {};
    if (status !== undefined) return write(response, refusal(status, code), undefined);
    const answer = await answerTo(this.#state, request, closed);
    if (answerLost) response.destroy();
    else write(response, answer, breakAfterBytes);
  }
}

/** A fake lane that listens on a free port. `leaseMs` is how long its leases run. */
export const startFakeLane = async ({ leaseMs = 60_000 } = {}): Promise<FakeLane> => {
  const lane = new FakeLane(leaseMs);
  await lane.listen();
  return lane;
};
