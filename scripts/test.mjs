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
  const tests = await runTests(process.argv.slice(2));
  return { ...tests, failed: tests.failed + prepared.filter((succeeded) => !succeeded).length };
}

/**
 * Runs the tests that the arguments choose, or all. Of all, those of e2e run beside the others: they spend much of their
 * time waiting for browsers, leases and brokers, and leave the processor to the others meanwhile.
 * @param {readonly string[]} chosen
 * @returns {Promise<Tally>}
 */
async function runTests(chosen) {
  if (chosen.length > 0) return runVitest('tests', chosen);
  const tallies = await Promise.all([
    runVitest('tests', ['--project', '!e2e']),
    // Shown at its end: two runs that write at once could not be read.
    runVitest('e2e', ['--project', 'e2e'], { showsAtEnd: true }),
  ]);
  /** @param {keyof Tally} key */
  const sum = (key) => tallies.reduce((total, tally) => total + tally[key], 0);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
}

/**
 * @param {string} name of the file that the counts pass through
 * @param {readonly string[]} chosen
 * @param {{ showsAtEnd?: boolean }} options
 * @returns {Promise<Tally>}
 */
async function runVitest(name, chosen, { showsAtEnd = false } = {}) {
  const file = `${ROOT}test-results/tally-${name}.json`;
  mkdirSync(dirname(file), { recursive: true });
  rmSync(file, { force: true });
  const reporters = ['--reporter=default', `--reporter=${ROOT}scripts/steps/tally-reporter.mjs`];
  const args = ['run', '--passWithNoTests', ...reporters, ...chosen];
  const code = await node('node_modules/vitest/vitest.mjs', args, {
    env: { PAWPRINT_TALLY: file },
    showsAtEnd,
  });
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
 * @param {{ env?: Readonly<Record<string, string>>, showsAtEnd?: boolean }} options
 * @returns {Promise<number | null>}
 */
async function node(script, args = [], { env = {}, showsAtEnd = false } = {}) {
  const output = showsAtEnd ? 'pipe' : 'inherit';
  const child = spawn(process.execPath, [`${ROOT}${script}`, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', output, output],
  });
  /** @type {Buffer[]} */
  const chunks = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => void chunks.push(chunk));
  const [code] = await once(child, 'close');
  process.stdout.write(Buffer.concat(chunks));
  return code;
}
