import type { Span, SpanOptions, TextMapPropagator, Tracer } from '@opentelemetry/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ReportRecorder } from '../jobs/record/report-recorder.ts';
import type { TracePublish } from '../lanes/rabbitmq/message-publisher.ts';
import type { Shutdown } from './shutdown.ts';

/** Spans for OpenTelemetry. All of a job, on whatever server, are in the trace that has the job's id as its own. */
export interface Tracing {
  /** A span for each request. */
  readonly observe: (app: FastifyInstance) => void;
  /** A span for each message to an extractor, whose headers have its context. */
  readonly tracePublish: TracePublish;
  /** A span for each report from RabbitMQ, from its arrival in a batch until the batch is stored. */
  readonly traceReports: (reports: RecordDeliveries) => RecordDeliveries;
}

type RecordDeliveries = Pick<ReportRecorder, 'recordDeliveries'>;

export const openTracing = async (
  endpoint: string | undefined,
  version: string,
  shutdown: Shutdown,
): Promise<Tracing | null> => {
  if (endpoint === undefined) return null;
  const telemetry = await loadTelemetry(endpoint, version);
  shutdown.add('traces', telemetry.stop);
  return {
    observe: traceRequests(telemetry),
    tracePublish: tracePublishBy(telemetry),
    traceReports: ({ recordDeliveries }) => ({ recordDeliveries: traceBatches(recordDeliveries, telemetry) }),
  };
};

interface Telemetry {
  readonly otel: typeof import('@opentelemetry/api');
  readonly tracer: Tracer;
  readonly startJobSpan: (name: string, jobId: string, options: SpanOptions) => Span;
  readonly propagator: TextMapPropagator;
  /** Sends what has not been sent yet. */
  readonly stop: () => Promise<void>;
}

/** OpenTelemetry is loaded only here, so that a server without an endpoint spends neither time nor memory on it. */
const loadTelemetry = async (endpoint: string, version: string): Promise<Telemetry> => {
  const [otel, core, sdk, { OTLPTraceExporter }, { defaultResource, resourceFromAttributes }] =
    await Promise.all([
      import('@opentelemetry/api'),
      import('@opentelemetry/core'),
      import('@opentelemetry/sdk-trace-base'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
    ]);
  const ids = new sdk.RandomIdGenerator();
  // Null but while the span of a job starts.
  let traceOfJob: string | null = null;
  const service = {
    'service.name': process.env['OTEL_SERVICE_NAME'] ?? 'pawprint',
    'service.version': version,
  };
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces` });
  const provider = new sdk.BasicTracerProvider({
    resource: defaultResource().merge(resourceFromAttributes(service)),
    idGenerator: {
      generateTraceId: () => traceOfJob ?? ids.generateTraceId(),
      generateSpanId: () => ids.generateSpanId(),
    },
    spanProcessors: [new sdk.BatchSpanProcessor(exporter)],
  });
  const tracer = provider.getTracer('pawprint', version);
  return {
    otel,
    tracer,
    startJobSpan(name, jobId, options) {
      traceOfJob = jobId.replaceAll('-', '');
      const attributes = { ...options.attributes, 'pawprint.job.id': jobId };
      const span = tracer.startSpan(name, { ...options, root: true, attributes });
      traceOfJob = null;
      return span;
    },
    propagator: new core.W3CTraceContextPropagator(),
    stop: () => provider.shutdown(),
  };
};

const tracePublishBy =
  ({ otel, startJobSpan, propagator }: Telemetry): TracePublish =>
  ({ id, queue }) => {
    const attributes = {
      'messaging.system': 'rabbitmq',
      'messaging.operation.type': 'send',
      'messaging.destination.name': queue,
    };
    const span = startJobSpan(`send ${queue}`, id, { kind: otel.SpanKind.PRODUCER, attributes });
    const headers: Record<string, string> = {};
    propagator.inject(otel.trace.setSpan(otel.ROOT_CONTEXT, span), headers, otel.defaultTextMapSetter);
    return {
      headers,
      end(outcome) {
        span.setAttribute('pawprint.publish.outcome', outcome);
        if (outcome !== 'confirmed') span.setStatus({ code: otel.SpanStatusCode.ERROR, message: outcome });
        span.end();
      },
    };
  };

const traceBatches =
  (
    record: ReportRecorder['recordDeliveries'],
    { otel, startJobSpan }: Telemetry,
  ): ReportRecorder['recordDeliveries'] =>
  async (batch) => {
    const startTime = Date.now();
    const result = await record(batch);
    const attributes = { 'messaging.system': 'rabbitmq', 'messaging.operation.type': 'process' };
    for (const { named } of batch)
      if (named !== undefined)
        startJobSpan('process report', named.jobId, {
          kind: otel.SpanKind.CONSUMER,
          startTime,
          attributes,
        }).end();
    return result;
  };

const traceRequests =
  ({ otel, tracer, propagator }: Telemetry): Tracing['observe'] =>
  (app) => {
    const spans = new WeakMap<FastifyRequest, Span>();
    app.addHook('onRequest', async (request) => {
      const { method, headers, id } = request;
      const route = request.routeOptions.url ?? '';
      const attributes = { 'http.request.method': method, 'http.route': route, 'pawprint.request.id': id };
      const context = propagator.extract(otel.ROOT_CONTEXT, headers, otel.defaultTextMapGetter);
      const kind = otel.SpanKind.SERVER;
      spans.set(request, tracer.startSpan(`${method} ${route}`, { kind, attributes }, context));
    });
    app.addHook('onResponse', async (request, { statusCode }) => {
      const span = spans.get(request);
      span?.setAttributes({ 'http.response.status_code': statusCode, ...jobOf(request) });
      if (statusCode >= 500) span?.setStatus({ code: otel.SpanStatusCode.ERROR });
      span?.end();
    });
  };

/** The job of a request: that of its credential, or that of its address. */
const jobOf = ({ caller, params, routeOptions }: FastifyRequest): Record<string, string | number> => {
  if (caller?.kind === 'job')
    return {
      'pawprint.job.id': caller.jobId,
      ...(caller.attempt !== null && { 'pawprint.attempt': caller.attempt }),
    };
  const isOfJob = routeOptions.url?.startsWith('/api/jobs/:id') === true;
  return isOfJob && typeof params === 'object' && params !== null && 'id' in params
    ? { 'pawprint.job.id': String(params.id) }
    : {};
};
