import { setTimeout as sleep } from 'node:timers/promises';
import type { RouteName, StatusReport } from '@pawprint/protocol';
import { claimOf, type LaneJob, recordReports } from './lane-job.ts';
import type { LaneRequest } from './lane-request.ts';

export interface LaneState {
  readonly jobs: LaneJob[];
  /** Jobs that are not claimed yet. */
  readonly waiting: LaneJob[];
  /** Aborted and replaced when a job is added: wakes the claims that wait. */
  jobAdded: AbortController;
  readonly leaseMs: number;
  url: string;
}

export interface LaneAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly bytes?: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

const ok = (body: unknown): LaneAnswer => ({ status: 200, body });

const claim = async (
  lane: LaneState,
  { body, params }: LaneRequest,
  closed: AbortSignal,
): Promise<LaneAnswer> => {
  const { wait_s } = body as { wait_s: number };
  const signal = AbortSignal.any([lane.jobAdded.signal, closed]);
  if (lane.waiting.length === 0) await sleep(wait_s * 1000, undefined, { signal }).catch(() => undefined);
  const job = closed.aborted ? undefined : lane.waiting.shift();
  return job ? ok(claimOf(job, params['name'] ?? '', lane.url, lane.leaseMs)) : { status: 204 };
};

const reports = (lane: LaneState, { params, body }: LaneRequest): LaneAnswer => {
  const job = lane.jobs.find(({ id }) => id === params['id']);
  if (!job) return { status: 404 };
  if (job.leaseLost) return ok({ lease: null, cancel_requested: false });
  recordReports(job, (body as { reports: StatusReport[] }).reports);
  const lease = job.ended ? null : { id: `lease-${job.attempt}`, expires_at: new Date().toISOString() };
  return ok({ lease, cancel_requested: job.cancelRequested });
};

const download = (lane: LaneState, { headers, query }: LaneRequest): LaneAnswer => {
  const credential = query['key'] ?? headers.authorization?.replace('Bearer ', '');
  const id = credential?.replace('credential-of-', '');
  const bytes = lane.jobs.find((job) => job.id === id)?.bytes ?? Buffer.alloc(0);
  const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
  if (from === 0) return { status: 200, bytes };
  const range = `bytes ${from}-${bytes.length - 1}/${bytes.length}`;
  return { status: 206, bytes: bytes.subarray(from), headers: { 'content-range': range } };
};

type Answerer = (
  lane: LaneState,
  request: LaneRequest,
  closed: AbortSignal,
) => LaneAnswer | Promise<LaneAnswer>;

const success: Answerer = () => ok({ status: 'success' });
const added: Answerer = () => ok('Metadata successfully added to db');
const uploaded: Answerer = (_, { headers }) => ok({ id: `id-of-${String(headers['pawprint-output'])}` });

const ANSWERERS: Partial<Record<RouteName, Answerer>> = {
  registerExtractor: () => ok({ status: 'OK', message: 'registered' }),
  sendHeartbeat: () => ({ status: 204 }),
  claimJob: claim,
  sendReports: reports,
  downloadFile: download,
  addFileMetadata: added,
  addDatasetMetadata: added,
  uploadPreview: uploaded,
  uploadThumbnail: uploaded,
  uploadToDataset: uploaded,
};

/** The answer of a server without a fault. */
export const answerTo = async (
  lane: LaneState,
  request: LaneRequest,
  closed: AbortSignal,
): Promise<LaneAnswer> => (ANSWERERS[request.route] ?? success)(lane, request, closed);
