// @ts-check
// `npm run interop`: unmodified pyClowder extractors against a fresh server and broker. Ends with 1 where anything
// is not as it must be, with 2 when called wrongly.
import { readOptions, USAGE } from './interop/options.mjs';
import { findPyclowder } from './interop/pyclowder.mjs';
import { ensureBuilt } from './steps/build.mjs';
import { ensureInstalled } from './steps/install.mjs';
import { requireNewEnoughNode } from './steps/node-version.mjs';
import { ensureSystemNeeds } from './steps/system-needs.mjs';

requireNewEnoughNode();
process.exitCode = await main();

/** @returns {Promise<number>} the exit code */
async function main() {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options.help) process.stdout.write(USAGE);
  if (options.problem) process.stderr.write(`${options.problem}\n\n${USAGE}`);
  if (options.help || options.problem) return options.help ? 0 : 2;
  const pyclowder = findPyclowder(options);
  if ('problem' in pyclowder) {
    process.stderr.write(pyclowder.problem);
    return 1;
  }
  if (!(await ensureInstalled()) || !(await ensureSystemNeeds()) || !(await ensureBuilt())) return 1;
  // Only now: it imports what has just been built.
  const { runInterop } = await import('./interop/run-interop.mjs');
  return (await runInterop(pyclowder)) ? 0 : 1;
}
