import { routes } from '@pawprint/protocol';
import type { FastifyInstance } from 'fastify';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { countConnections, type Database } from '../store/database.ts';
import { LIMITED_KINDS, type RequestsUnderWay } from './limit-requests.ts';

interface ServerMetricsPorts {
  readonly db: Database;
  readonly requests: Pick<RequestsUnderWay, 'count'>;
}

/** What one server measures of itself. Of several servers each has its own, and Prometheus reads each. */
export interface ServerMetrics {
  readonly registry: Registry;
  /** So many reports were stored in one transaction. */
  readonly onRecorded: (reports: number, ms: number) => void;
  /** Measures every answer of this app. */
  readonly observe: (app: FastifyInstance) => void;
}

/** From one report to the largest batch. */
const BATCH_SIZES = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_000];
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

export const createServerMetrics = ({ db, requests }: ServerMetricsPorts): ServerMetrics => {
  const registry = new Registry();
  const registers = [registry];
  // Memory, processor time, garbage collection and the delay of the event loop.
  collectDefaultMetrics({ register: registry });
  for (const name of NAMED_AS_COUNTERS) registry.removeSingleMetric(name);
  measureUse(registry, { db, requests });
  const reports = new Counter({
    name: 'pawprint_reports_total',
    help: 'Reports of extractors that this server has stored',
    registers,
  });
  const batchSizes = new Histogram({
    name: 'pawprint_report_batch_size',
    help: 'Reports that were stored in one transaction',
    buckets: BATCH_SIZES,
    registers,
  });
  const batchTimes = new Histogram({
    name: 'pawprint_report_batch_seconds',
    help: 'Time that storing a batch of reports took',
    buckets: SECONDS,
    registers,
  });
  const answers = new Histogram({
    name: 'pawprint_http_request_seconds',
    help: 'Time from the headers of a request to the end of its answer, without streams and long polls',
    labelNames: ['method', 'path', 'status'],
    buckets: SECONDS,
    registers,
  });
  return {
    registry,
    onRecorded(count, ms) {
      reports.inc(count);
      batchSizes.observe(count);
      batchTimes.observe(ms / 1_000);
    },
    observe(app) {
      app.addHook('onResponse', async (request, { elapsedTime, statusCode }) => {
        const { url = '' } = request.routeOptions;
        if (LASTING.has(url)) return;
        const status = `${Math.floor(statusCode / 100)}xx`;
        answers.observe({ method: request.method, path: beginningOf(url), status }, elapsedTime / 1_000);
      });
    },
  };
};

/** Gauges of the library whose names end as those of counters do, by which Prometheus would take them for such. */
const NAMED_AS_COUNTERS = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
];

/** The addresses of routes whose answers take as long as the client wants. */
const LASTING: ReadonlySet<string> = new Set(
  Object.values(routes)
    .filter(({ answerKind, longPoll }) => answerKind === 'stream' || longPoll)
    .map(({ path }) => path),
);

/** `/api/datasets` of `/api/datasets/:id/files`: each value of a label is a time series of its own. */
const beginningOf = (url: string): string => url.split('/').slice(0, 3).join('/') || 'other';

const measureUse = (registry: Registry, { db, requests }: ServerMetricsPorts): void => {
  new Gauge({
    name: 'pawprint_requests_under_way',
    help: 'Requests under way of the kinds whose number is limited',
    labelNames: ['kind'],
    registers: [registry],
    collect() {
      for (const kind of LIMITED_KINDS) this.set({ kind }, requests.count(kind));
    },
  });
  new Gauge({
    name: 'pawprint_database_connections',
    help: 'Connections to the database, and statements that wait for one',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      const { open, idle, waiting } = countConnections(db);
      this.set({ state: 'used' }, open - idle);
      this.set({ state: 'idle' }, idle);
      this.set({ state: 'waiting' }, waiting);
    },
  });
};
