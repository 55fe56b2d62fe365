// @ts-check
// `npm run check`: all checks that need no running program.
import { COMPILE } from './steps/build.mjs';
import { ensureInstalled } from './steps/install.mjs';
import { requireNewEnoughNode } from './steps/node-version.mjs';
import { nodeStep, runStep } from './steps/run-step.mjs';

/** Types and lint in one: both need the same types, and inferring them is most of the work. */
const LINT = nodeStep('Checking types, code, import borders', 'node_modules/oxlint/bin/oxlint', [
  '--type-aware',
  '--type-check',
  '--deny-warnings',
  '--report-unused-disable-directives',
]);
const FORMAT = nodeStep('Checking format', 'node_modules/@biomejs/biome/bin/biome', ['check']);
const DOCS = nodeStep('Checking generated documentation', 'scripts/generate-docs.mjs', ['--check']);
const STRUCTURE = {
  ...nodeStep('Measuring the structure', 'scripts/structure.mjs'),
  showsOutput: true,
};

requireNewEnoughNode();
if (!(await ensureInstalled()) || !(await checkAll())) process.exitCode = 1;

/** @returns {Promise<boolean>} whether everything passed */
async function checkAll() {
  const outcomes = await Promise.all([runStep(LINT), checkBesides()]);
  return outcomes.every(Boolean);
}

/** What is quick, one after the other beside the linter. */
async function checkBesides() {
  let allPassed = true;
  // The generated pages are written by compiled code.
  for (const step of [FORMAT, COMPILE, DOCS, STRUCTURE]) allPassed = (await runStep(step)) && allPassed;
  return allPassed;
}
