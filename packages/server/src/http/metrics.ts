import { Gauge, Registry } from 'prom-client';
import type { HasRight } from '../access/rights.ts';
import { visibleExtractors } from '../extractors/visible-extractors.ts';
import { type AlertRule, describeCondition } from '../model/alert-rule.ts';
import type { Extractor, Load } from '../model/extractor.ts';
import type { Database } from '../store/database.ts';
import { readLoads } from '../store/extractors/extractors.ts';
import { listAlertRules } from '../store/notifications/alert-rules.ts';
import { createEndedJobMetrics } from './ended-job-metrics.ts';
import { type Handlers, ok } from './handler.ts';
import type { ServerMetrics } from './server-metrics.ts';

export interface MetricsPorts {
  readonly db: Database;
  readonly now: () => number;
  readonly hasRight: HasRight;
  /** Of this very server. */
  readonly metrics: Pick<ServerMetrics, 'registry'>;
  /** Null where RabbitMQ is not configured. */
  readonly reception: {
    /** Null while reports are not received. */
    readonly reportsSince: () => number | null;
    /** How many reports wait in the broker; undefined where it is away. */
    readonly countBacklog: () => Promise<number | undefined>;
  } | null;
}

/**
 * What Prometheus reads. What concerns jobs and alerts is read from the database for each request, and is the same at each
 * of several servers. Alerts, and what a server measures of itself, are for those who may inspect the instance.
 */
export const metricsHandlers = ({
  db,
  now,
  hasRight,
  metrics,
  reception,
}: MetricsPorts): Handlers<'showMetrics'> => {
  const writeEndedJobs = createEndedJobMetrics({ db, now });
  return {
    showMetrics: async ({ caller, reply }) => {
      const [{ extractors }, loads] = await Promise.all([
        visibleExtractors(db, caller, { limit: MOST_EXTRACTORS }),
        readLoads(db),
      ]);
      const ended = await writeEndedJobs(extractors.map(({ name }) => name));
      const registry = measure(extractors, loads, now());
      if (reception !== null) await measureReception(registry, reception);
      const isInspector = await hasRight(caller, 'inspect', { type: 'instance' });
      if (isInspector) measureAlerts(registry, await listAlertRules(db));
      const shown = isInspector ? Registry.merge([registry, metrics.registry]) : registry;
      void reply.type(shown.contentType);
      return ok(`${await shown.metrics()}\n${ended}`);
    },
  };
};

/** So many values of the label `extractor` at most: each is a time series of its own. */
const MOST_EXTRACTORS = 1_000;

const NO_LOAD: Load = { states: {}, waiting: 0, running: 0, oldestWaitingAt: null, oldestRunningAt: null };

const OPEN_STATES = ['SUBMITTED', 'QUEUED', 'RUNNING', 'RESUBMITTED'] as const;

const measureReception = async (
  registry: Registry,
  { reportsSince, countBacklog }: NonNullable<MetricsPorts['reception']>,
): Promise<void> => {
  const received = new Gauge({
    name: 'pawprint_reports_received',
    help: '1 while what extractors report over RabbitMQ reaches the server, else 0',
    registers: [registry],
  });
  received.set(reportsSince() === null ? 0 : 1);
  const waiting = new Gauge({
    name: 'pawprint_reports_waiting',
    help: 'Reports in RabbitMQ that no server has received; missing while RabbitMQ is away',
    registers: [registry],
  });
  const backlog = await countBacklog();
  if (backlog === undefined) registry.removeSingleMetric('pawprint_reports_waiting');
  else waiting.set(backlog);
};

/** There are a hundred rules at most. Of two that say the same, the one that alerts counts. */
const measureAlerts = (registry: Registry, rules: readonly AlertRule[]): void => {
  const alert = new Gauge({
    name: 'pawprint_alert',
    help: '1 while an alert of an administrator is not over, else 0',
    labelNames: ['rule', 'extractor'],
    registers: [registry],
  });
  for (const rule of rules.toSorted((one, other) => valueOf(one) - valueOf(other)))
    alert.set(labelsOf(rule), valueOf(rule));
};

const valueOf = ({ state }: AlertRule): number => (state === null || state.alertingSince === null ? 0 : 1);

const labelsOf = ({ condition }: AlertRule) => ({
  rule: describeCondition(condition),
  ...(condition.extractor === null ? {} : { extractor: condition.extractor }),
});

const measure = (
  extractors: readonly Extractor[],
  loads: ReadonlyMap<string, Load>,
  now: number,
): Registry => {
  const registry = new Registry();
  const gauge = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Gauge({ name, help, labelNames, registers: [registry] });
  const jobs = gauge('pawprint_jobs', 'Jobs that have not ended, by state', ['extractor', 'state']);
  const waiting = gauge('pawprint_jobs_waiting', 'Jobs that wait, wherever they wait', ['extractor']);
  const running = gauge('pawprint_jobs_running', 'Jobs with a running attempt', ['extractor']);
  const oldest = gauge(
    'pawprint_oldest_waiting_seconds',
    'Time since the submission of the oldest job that waits; 0 where none waits',
    ['extractor'],
  );
  const consumers = gauge(
    'pawprint_queue_consumers',
    'Consumers of the queue in RabbitMQ when it was last checked',
    ['extractor'],
  );
  const isPaused = gauge(
    'pawprint_dispatch_paused',
    '1 while an operator has paused the dispatch of jobs to it, else 0',
    ['extractor'],
  );
  for (const { name: extractor, queue, paused } of extractors) {
    const load = loads.get(extractor) ?? NO_LOAD;
    for (const state of OPEN_STATES) jobs.set({ extractor, state }, load.states[state] ?? 0);
    waiting.set({ extractor }, load.waiting);
    running.set({ extractor }, load.running);
    oldest.set(
      { extractor },
      load.oldestWaitingAt === null ? 0 : Math.max(0, now - load.oldestWaitingAt) / 1_000,
    );
    isPaused.set({ extractor }, paused === null ? 0 : 1);
    if (queue !== null) consumers.set({ extractor }, queue.consumers);
  }
  return registry;
};
