// @ts-check
import { existsSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { runStep } from './run-step.mjs';

/**
 * @typedef {object} Need
 * @property {string} what
 * @property {string} program its path, in which PAWPRINT_… of the same line overrules, or its name on the PATH
 * @property {string} debianPackage
 */

/** What tests need besides Node and npm. @type {readonly Need[]} */
const NEEDS = [
  {
    what: 'Chromium (or set PAWPRINT_CHROMIUM to its path)',
    program: process.env['PAWPRINT_CHROMIUM'] ?? '/usr/bin/chromium',
    debianPackage: 'chromium',
  },
  {
    what: 'the Liberation fonts, which pages are measured with',
    program: '/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf',
    debianPackage: 'fonts-liberation',
  },
  {
    what: 'RabbitMQ (or set PAWPRINT_RABBITMQ_SERVER to the path of rabbitmq-server)',
    program: process.env['PAWPRINT_RABBITMQ_SERVER'] ?? '/usr/lib/rabbitmq/bin/rabbitmq-server',
    debianPackage: 'rabbitmq-server',
  },
  {
    what: 'PgBouncer (or set PAWPRINT_PGBOUNCER to its path)',
    program: process.env['PAWPRINT_PGBOUNCER'] ?? '/usr/sbin/pgbouncer',
    debianPackage: 'pgbouncer',
  },
  {
    what: 'HAProxy (or set PAWPRINT_HAPROXY to its path)',
    program: process.env['PAWPRINT_HAPROXY'] ?? '/usr/sbin/haproxy',
    debianPackage: 'haproxy',
  },
  {
    what: 'OpenStack Swift (or set PAWPRINT_SWIFT_PYTHON to the path of a Python that has it)',
    program: process.env['PAWPRINT_SWIFT_PYTHON'] ?? '/usr/lib/python3/dist-packages/swift/proxy/server.py',
    debianPackage: 'python3-swift',
  },
  {
    what: 'Prometheus with promtool (or set PAWPRINT_PROMETHEUS and PAWPRINT_PROMTOOL to their paths)',
    program: process.env['PAWPRINT_PROMETHEUS'] ?? '/usr/bin/prometheus',
    debianPackage: 'prometheus',
  },
  { what: 'systemd-analyze, for deploy/systemd', program: 'systemd-analyze', debianPackage: 'systemd' },
  { what: 'curl, for examples/shell', program: 'curl', debianPackage: 'curl' },
  { what: 'jq, for examples/shell', program: 'jq', debianPackage: 'jq' },
];

/**
 * Installs what is missing where that can be done: on Debian, as root. Says what is missing where it can't.
 * @returns {Promise<boolean>} whether everything is there now
 */
export async function ensureSystemNeeds() {
  const missing = NEEDS.filter(({ program }) => !isThere(program));
  if (missing.length === 0) return true;
  const packages = missing.map(({ debianPackage }) => debianPackage);
  if (canInstall() && (await install(packages))) return true;
  const names = missing.map(({ what }) => what).join('; ');
  process.stderr.write(`Tests need ${names}. On Debian: apt-get install ${packages.join(' ')}\n`);
  return false;
}

/** @param {string} program */
function isThere(program) {
  if (isAbsolute(program)) return existsSync(program);
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.some((folder) => existsSync(join(folder, program)));
}

const canInstall = () => process.getuid?.() === 0 && existsSync('/etc/debian_version');

/** @param {readonly string[]} packages */
async function install(packages) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const updated = await runStep({
    label: 'Reading package lists',
    command: 'apt-get',
    args: ['update'],
    env,
  });
  if (!updated) return false;
  const args = ['install', '--yes', '--no-install-recommends', ...packages];
  return runStep({ label: `Installing ${packages.join(', ')}`, command: 'apt-get', args, env });
}
