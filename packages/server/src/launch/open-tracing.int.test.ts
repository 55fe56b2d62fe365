import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import {
  allEnded,
  createDatasetWith,
  createVirtualHost,
  followUntil,
  startPyclowderInstance,
  startTestServer,
} from '@pawprint/testing';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';

const Attribute = z.object({ key: z.string(), value: z.record(z.string(), z.unknown()) });
const SentSpan = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  kind: z.number(),
  attributes: z.array(Attribute),
});
/** What OTLP sends as JSON. */
const Traces = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: z.array(Attribute) }),
      scopeSpans: z.array(z.object({ spans: z.array(SentSpan) })),
    }),
  ),
});

const CLIENT_TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const CLIENT_SPAN = '00f067aa0ba902b7';

/** Receives traces as a collector does. */
const startReceiver = async () => {
  const spans: z.infer<typeof SentSpan>[] = [];
  const services = new Set<string>();
  const requests: { url: string; headers: IncomingHttpHeaders }[] = [];
  const server = createServer((request, response) => {
    requests.push({ url: request.url ?? '', headers: request.headers });
    void json(request).then((body) => {
      for (const { resource, scopeSpans } of Traces.parse(body).resourceSpans) {
        services.add(valueOf(resource, 'service.name'));
        spans.push(...scopeSpans.flatMap((scope) => scope.spans));
      }
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, spans, services, requests };
};

const valueOf = ({ attributes }: Pick<z.infer<typeof SentSpan>, 'attributes'>, key: string): string => {
  const [value] = Object.values(attributes.find((each) => each.key === key)?.value ?? {});
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
};

test('a job is one trace, named by its id, from its message to its last report', async () => {
  const receiver = await startReceiver();
  const host = await createVirtualHost();
  onTestFinished(() => host.delete());
  const server = await startTestServer({ RABBITMQ_URI: host.url, OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
  const instance = await startPyclowderInstance(server.client, {
    url: host.url,
    name: 'traced',
    process: { file: ['*/*'] },
    beforeWork: async () => undefined,
  });
  const ended = followUntil(server.client, { extractor: 'traced' }, allEnded(1));
  await createDatasetWith(server.client, [{ name: 'a.txt', content: 'soil' }]);
  const [jobId = ''] = [...(await ended).keys()];
  await fetch(`${server.url}/api/jobs/${jobId}`, {
    headers: { 'x-api-key': server.adminKey, traceparent: `00-${CLIENT_TRACE}-${CLIENT_SPAN}-01` },
  });
  await instance.close();
  // What has not been sent yet is sent at the stop.
  await server.stop();

  const { spans, services, requests } = receiver;
  expect(requests[0]?.url).toBe('/v1/traces');
  expect([...services]).toEqual(['pawprint']);
  const ofJob = spans.filter(({ traceId }) => traceId === jobId.replaceAll('-', ''));
  const [sent] = ofJob.filter(({ name }) => name === 'send traced');
  expect(sent && valueOf(sent, 'pawprint.publish.outcome')).toBe('confirmed');
  expect(ofJob.filter(({ name }) => name === 'process report').length).toBeGreaterThan(1);
  expect(new Set(ofJob.map((span) => valueOf(span, 'pawprint.job.id')))).toEqual(new Set([jobId]));

  const [read] = spans.filter(({ traceId }) => traceId === CLIENT_TRACE);
  expect(read).toMatchObject({ name: 'GET /api/jobs/:id', kind: 2, parentSpanId: CLIENT_SPAN });
  expect(read && [valueOf(read, 'pawprint.job.id'), valueOf(read, 'http.response.status_code')]).toEqual([
    jobId,
    '200',
  ]);
  const [output] = spans.filter(
    (span) => valueOf(span, 'http.request.method') === 'POST' && valueOf(span, 'pawprint.job.id') === jobId,
  );
  expect(output && valueOf(output, 'pawprint.request.id')).not.toBe('');
});
