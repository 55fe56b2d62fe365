// @ts-check
// `npm run bench`: runs the benchmarks of bench/src, all or those named, as `npm run bench -- http-lane`. Builds first.
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { ensureBuilt } from './steps/build.mjs';
import { ROOT } from './steps/run-step.mjs';

const SUFFIX = '.bench.ts';
const known = readdirSync(`${ROOT}bench/src`)
  .filter((file) => file.endsWith(SUFFIX))
  .map((file) => file.slice(0, -SUFFIX.length));
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`No benchmark is called ${unknown.join(', ')}. There are: ${known.join(', ')}.`);
  process.exit(2);
}

// The page, too: one benchmark measures it.
if (!(await ensureBuilt())) process.exit(1);
for (const name of wanted.length > 0 ? wanted : known) runNode(`bench/dist/${name}.bench.js`);

/**
 * @param {string} script below the project's root
 * @param {string[]} args
 */
function runNode(script, ...args) {
  execFileSync(process.execPath, [`${ROOT}${script}`, ...args], { cwd: ROOT, stdio: 'inherit' });
}
