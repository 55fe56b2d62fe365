import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient } from '@pawprint/protocol';
import {
  createDatasetWith,
  freePort,
  startBoundProcess,
  startTestServer,
  type TestServer,
} from '@pawprint/testing';
import { temporaryFolder } from '@pawprint/testing/postgres';
import { v4 } from 'uuid';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { addApiKey } from '../access/keys.ts';
import { lockAlertRules, writeAlertState } from '../store/notifications/alert-rules.ts';

const PROMETHEUS = process.env['PAWPRINT_PROMETHEUS'] ?? '/usr/bin/prometheus';
const PROMTOOL = process.env['PAWPRINT_PROMTOOL'] ?? '/usr/bin/promtool';

const ABSENT = { kind: 'no_instance', extractor: 'absent' } as const;
const OLDEST = { kind: 'oldest_waiting', extractor: null, longer_than_s: 600 } as const;
/** The server looks at the rules while the tests run, and nobody is told of these. */
const hold_s = 86_400;

let server: TestServer;
let absentId: string;
beforeAll(async () => {
  server = await startTestServer();
  const { client } = server;
  await client.call('registerExtractor', { body: { name: 'absent', version: '1', process: {} } });
  absentId = (await client.call('createAlertRule', { body: { condition: ABSENT, hold_s } }))?.id ?? '';
  await client.call('createAlertRule', { body: { condition: OLDEST, hold_s } });
  const counted = { name: 'counted', version: '1', process: { file: ['text/*'] } };
  await client.call('registerExtractor', { body: counted });
  await createDatasetWith(client, [{ name: 'a.txt', content: 'soil' }]);
  const body = { instance_id: 'i-1', version: '1' };
  const claimed = await client.call('claimJob', { params: { name: 'counted' }, body });
  const reports = [{ id: v4(), kind: 'SUCCEEDED' as const, message: 'Counted.' }];
  await client.call('sendReports', {
    params: { id: claimed?.job.id ?? '' },
    body: { lease_id: claimed?.lease.id ?? '', reports },
  });
});
afterAll(() => server.stop());

const readMetrics = async (): Promise<string> => (await server.client.fetch('showMetrics', {})).text();

test('promtool finds nothing wrong with the names and texts of the metrics', async () => {
  const metrics = await readMetrics();
  const problems = await new Promise<string>((resolve) => {
    const tool = execFile(PROMTOOL, ['check', 'metrics'], (_, stdout, stderr) => resolve(stdout + stderr));
    tool.stdin?.end(metrics);
  });
  expect(problems).toBe('');
});

test('a server counts what it stores and answers', async () => {
  const metrics = await readMetrics();
  expect(metrics).toContain('pawprint_reports_total 1\n');
  expect(metrics).toContain('pawprint_report_batch_size_count 1\n');
  expect(metrics).toMatch(
    /pawprint_http_request_seconds_count\{method="POST",path="\/api\/datasets",status="2xx"\} \d+\n/,
  );
  expect(metrics).toContain('pawprint_requests_under_way{kind="streams"} 0\n');
  expect(metrics).toMatch(/pawprint_database_connections\{state="(?:used|idle)"\} [1-9]/);
  expect(metrics).toMatch(/nodejs_eventloop_lag_p99_seconds \d/);
});

test('jobs that have ended are counted, and timed by histograms', async () => {
  const metrics = await readMetrics();
  expect(metrics).toContain('pawprint_jobs_ended_total{extractor="counted",state="SUCCEEDED"} 1\n');
  expect(metrics).toContain('pawprint_jobs_ended_total{extractor="counted",state="FAILED"} 0\n');
  expect(metrics).toContain('pawprint_job_run_seconds_bucket{extractor="counted",le="33554.432"} 1\n');
  expect(metrics).toContain('pawprint_job_run_seconds_bucket{extractor="counted",le="+Inf"} 1\n');
  expect(metrics).toContain('pawprint_job_wait_seconds_count{extractor="counted"} 1\n');
});

const alertsIn = (metrics: string): readonly string[] =>
  metrics.split('\n').filter((line) => line.startsWith('pawprint_alert{'));

test('each alert rule is a series, which says whether it alerts', async () => {
  const absent = 'pawprint_alert{rule="absent has no instance",extractor="absent"}';
  const oldest = 'pawprint_alert{rule="a job of an extractor waits for longer than 10 min"}';
  expect(alertsIn(await readMetrics()).toSorted()).toEqual([`${oldest} 0`, `${absent} 0`].toSorted());
  // Of two rules that say the same, one alerts.
  await server.client.call('createAlertRule', { body: { condition: ABSENT, hold_s } });
  const at = Date.now();
  const state = { alertingSince: at, changingSince: null, value: 1, extractors: ['absent'], lookedAt: at };
  await server.db.transaction().execute(async (trx) => {
    await lockAlertRules(trx);
    await writeAlertState(trx, absentId, state);
  });
  expect(alertsIn(await readMetrics()).toSorted()).toEqual([`${oldest} 0`, `${absent} 1`].toSorted());
});

test('Prometheus reads them with a key', async () => {
  const folder = await temporaryFolder('closed');
  const port = await freePort();
  const file = join(folder.path, 'prometheus.yml');
  const { host } = new URL(server.url);
  await writeFile(
    file,
    `scrape_configs:
  - job_name: pawprint
    scrape_interval: 1s
    authorization: { credentials: ${server.adminKey} }
    static_configs: [{ targets: ['${host}'] }]
`,
  );
  const args = [
    `--config.file=${file}`,
    '--storage.tsdb.path=data',
    `--web.listen-address=127.0.0.1:${port}`,
  ];
  const prometheus = startBoundProcess({ command: PROMETHEUS, args, env: {} }, folder.path);
  onTestFinished(async () => {
    await prometheus.end('SIGKILL');
    await folder.remove();
  });
  await prometheus.output.waitFor(/Server is ready to receive web requests/);

  const valuesOf = async (query: string): Promise<unknown> => {
    const address = `http://127.0.0.1:${port}/api/v1/query?query=${encodeURIComponent(query)}`;
    const { data } = (await (await fetch(address)).json()) as {
      data: { result: { value: [number, string] }[] };
    };
    return data.result.map(({ value: [, value] }) => value);
  };
  await expect.poll(() => valuesOf('pawprint_reports_total'), { timeout: 30_000 }).toEqual(['1']);
  expect(await valuesOf('pawprint_jobs_waiting{extractor="counted"}')).toEqual(['0']);
  const median = 'histogram_quantile(0.5, pawprint_job_run_seconds_bucket{extractor="counted"}) > 0';
  expect(await valuesOf(median)).toHaveLength(1);
  expect(await valuesOf('up{job="pawprint"}')).toEqual(['1']);
});

test('who may not inspect the instance gets nothing of the server itself', async () => {
  await server.db.insertInto('users').values({ id: 'ben', name: 'Ben', email: 'ben@example.org' }).execute();
  await addApiKey(server.db, 'ben', 'bench', 'key-of-ben');
  const client = createClient({ baseUrl: server.url, key: 'key-of-ben' });
  const metrics = await (await client.fetch('showMetrics', {})).text();
  expect(metrics).toContain('pawprint_jobs_waiting{extractor="counted"} 0\n');
  expect(metrics).not.toMatch(/nodejs_|pawprint_reports_total|pawprint_http|pawprint_alert/);
});
