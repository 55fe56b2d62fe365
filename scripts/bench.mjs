// Runs the benchmarks, all or those named: `npm run bench -- http-lane`. Builds first.
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Parts that benchmarks share; everything else in bench/src is one. */
const PARTS = new Set([
  'among-many-jobs.ts',
  'bare-consuming.ts',
  'bare-writes.ts',
  'bench-broker.ts',
  'bench-jobs.ts',
  'bench-server.ts',
  'measure.ts',
  'processor-time.ts',
  'report-backlog.ts',
  'single-reports.ts',
  'table.ts',
]);

const known = readdirSync(`${root}bench/src`)
  .filter((file) => !PARTS.has(file))
  .map((file) => file.replace(/\.ts$/, ''));
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`No benchmark is called ${unknown.join(', ')}. There are: ${known.join(', ')}.`);
  process.exit(2);
}

const run = (command, ...args) => execFileSync(command, args, { cwd: root, stdio: 'inherit' });
run('npx', 'tsc', '--build');
for (const name of wanted.length > 0 ? wanted : known) run(process.execPath, `bench/dist/${name}.js`);
