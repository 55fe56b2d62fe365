// @ts-check
// `npm test`: installs, checks, builds and runs all tests. Arguments are vitest's: `npm test -- packages/core`.
// Its last line is `N passed, N failed`; a check or a build that fails counts as one.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { ensureBuilt } from './steps/build.mjs';
import { ensureInstalled } from './steps/install.mjs';
import { requireNewEnoughNode } from './steps/node-version.mjs';
import { ROOT } from './steps/run-step.mjs';
import { ensureSystemNeeds } from './steps/system-needs.mjs';

/** @typedef {import('./steps/tally-reporter.mjs').Tally} Tally */

requireNewEnoughNode();
const tally = await testEverything();
const skipped = tally.skipped > 0 ? `, ${tally.skipped} skipped` : '';
process.stdout.write(`${tally.passed} passed, ${tally.failed} failed${skipped}\n`);
process.exitCode = tally.failed === 0 && tally.passed > 0 ? 0 : 1;

/** @returns {Promise<Tally>} */
async function testEverything() {
  if (!(await ensureInstalled())) return { passed: 0, failed: 1, skipped: 0 };
  const prepared = [await ensureSystemNeeds(), (await node('scripts/check.mjs')) === 0, await ensureBuilt()];
  const tests = await runTests();
  return { ...tests, failed: tests.failed + prepared.filter((succeeded) => !succeeded).length };
}

/** @returns {Promise<Tally>} */
async function runTests() {
  const file = `${ROOT}test-results/tally.json`;
  mkdirSync(dirname(file), { recursive: true });
  rmSync(file, { force: true });
  const reporters = ['--reporter=default', `--reporter=${ROOT}scripts/steps/tally-reporter.mjs`];
  const args = ['run', '--passWithNoTests', ...reporters, ...process.argv.slice(2)];
  const code = await node('node_modules/vitest/vitest.mjs', args, { PAWPRINT_TALLY: file });
  const counted = readTally(file);
  // Vitest fails also for what is no test, such as a set-up that broke.
  return code !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted;
}

/**
 * @param {string} file
 * @returns {Tally}
 */
function readTally(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/**
 * @param {string} script
 * @param {readonly string[]} args
 * @param {Readonly<Record<string, string>>} env
 * @returns {Promise<number | null>}
 */
async function node(script, args = [], env = {}) {
  const child = spawn(process.execPath, [`${ROOT}${script}`, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = await once(child, 'exit');
  return code;
}
