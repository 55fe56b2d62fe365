import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createVirtualHost, startTestServer } from '@pawprint/testing';
import { temporaryFolder } from '@pawprint/testing/postgres';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';

const DEPLOY = fileURLToPath(new URL('..', import.meta.url));
const PROMTOOL = process.env['PAWPRINT_PROMTOOL'] ?? '/usr/bin/promtool';
const run = promisify(execFile);

interface AlertRules {
  readonly groups: readonly {
    readonly rules: readonly {
      readonly alert: string;
      readonly expr: string;
      readonly annotations: Readonly<Record<string, string>>;
    }[];
  }[];
}

interface Dashboard {
  readonly panels: readonly {
    readonly title: string;
    readonly targets?: readonly { readonly expr: string }[];
  }[];
}

let host: Awaited<ReturnType<typeof createVirtualHost>>;
let server: Awaited<ReturnType<typeof startTestServer>>;
let metrics: string;
beforeAll(async () => {
  host = await createVirtualHost();
  server = await startTestServer({ RABBITMQ_URI: host.url });
  const process = { file: ['text/*'] };
  await server.client.call('registerExtractor', { body: { name: 'watched', version: '1', process } });
  metrics = await (await server.client.fetch('showMetrics', {})).text();
});
afterAll(async () => {
  await server.stop();
  await host.delete();
});

const readRules = async () => {
  const { groups } = parse(await readFile(join(DEPLOY, 'prometheus/alerts.yml'), 'utf8')) as AlertRules;
  return groups.flatMap(({ rules }) => rules);
};

/** With values for the variables of Grafana. */
const readPanels = async () => {
  const { panels } = JSON.parse(await readFile(join(DEPLOY, 'grafana/pawprint.json'), 'utf8')) as Dashboard;
  return panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr }) => ({
      title,
      expr: expr.replaceAll('$__rate_interval', '1m').replaceAll(/\$(extractor|instance)/g, '.*'),
    })),
  );
};

/** Of Prometheus itself, not of a server. */
const OF_PROMETHEUS = ['up'];
const LABELS_OF_SCRAPING = ['job', 'instance'];

/** What an expression selects that no server has: metrics, and labels of metrics that have values. */
const missingIn = (expression: string): string[] =>
  [...expression.matchAll(/([a-z_0-9]+)\{([^}]*)\}/g)].flatMap(([, name = '', matchers = '']) => {
    if (OF_PROMETHEUS.includes(name)) return [];
    const declared = new RegExp(
      `^# TYPE ${name.replace(/_(bucket|sum|count)$/, '(_bucket|_sum|_count)?')} `,
      'm',
    );
    if (!declared.test(metrics)) return [name];
    const values = new RegExp(`^${name}(?:\\{(.*)\\})? `, 'm').exec(metrics);
    if (values === null) return [];
    const labels = [...LABELS_OF_SCRAPING, ...namesIn(values[1] ?? '')];
    return namesIn(matchers)
      .filter((label) => !labels.includes(label))
      .map((label) => `${name}{${label}}`);
  });

const namesIn = (labels: string): string[] =>
  [...labels.matchAll(/(\w+)(?:=~|!=|=)"[^"]*"/g)].map(([, label = '']) => label);

test('alerts ask for metrics and labels that a server has', async () => {
  const rules = await readRules();
  expect(rules.flatMap(({ expr }) => missingIn(expr))).toEqual([]);
  expect(rules.length).toBeGreaterThan(5);
});

test('the dashboard asks for metrics and labels that a server has', async () => {
  const panels = await readPanels();
  expect(panels.flatMap(({ expr }) => missingIn(expr))).toEqual([]);
  expect(panels.length).toBeGreaterThan(15);
  expect(missingIn('rate(pawprint_reports{job="pawprint"}[1m]) + up{job="x"}')).toEqual(['pawprint_reports']);
  expect(missingIn('pawprint_jobs_waiting{extractors="x"}')).toEqual(['pawprint_jobs_waiting{extractors}']);
});

test('promtool takes each expression of the dashboard', async () => {
  const folder = await temporaryFolder('closed');
  onTestFinished(folder.remove);
  const rules = (await readPanels()).map(({ expr }, index) => ({ record: `panel_${index}`, expr }));
  const file = join(folder.path, 'dashboard.yml');
  await writeFile(file, JSON.stringify({ groups: [{ name: 'dashboard', rules }] }));
  expect((await run(PROMTOOL, ['check', 'rules', file])).stdout).toContain('SUCCESS');
});

test('alerts fire when they ought to, and not before', async () => {
  const options = { cwd: join(DEPLOY, 'prometheus') };
  expect((await run(PROMTOOL, ['test', 'rules', 'alerts.test.yml'], options)).stdout).toContain('SUCCESS');
  const tested = await readFile(join(DEPLOY, 'prometheus/alerts.test.yml'), 'utf8');
  const untested = (await readRules()).filter(({ alert }) => !tested.includes(`alertname: ${alert}`));
  expect(untested).toEqual([]);
});

test('each alert leads to a paragraph that says what to do', async () => {
  const page = await readFile(join(DEPLOY, '../docs/operations.md'), 'utf8');
  for (const { alert, annotations } of await readRules()) {
    expect(annotations['runbook']).toBe(`docs/operations.md#${alert.toLowerCase()}`);
    expect(page).toContain(`\n### ${alert}\n`);
  }
});
