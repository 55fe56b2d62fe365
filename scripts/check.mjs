// @ts-check
// `npm run check`: everything that a machine can hold us to without running the program.
import { ensureInstalled } from './steps/install.mjs';
import { requireNewEnoughNode } from './steps/node-version.mjs';
import { nodeStep, runStep } from './steps/run-step.mjs';

const CHECKS = [
  nodeStep('Checking types of the program', 'node_modules/typescript/bin/tsc', ['--build']),
  nodeStep('Checking types of tests and scripts', 'node_modules/typescript/bin/tsc', [
    '-p',
    'tsconfig.check.json',
  ]),
  nodeStep('Checking code and import borders', 'node_modules/oxlint/bin/oxlint', [
    '--type-aware',
    '--deny-warnings',
    '--report-unused-disable-directives',
  ]),
  nodeStep('Checking format', 'node_modules/@biomejs/biome/bin/biome', ['check']),
  nodeStep('Checking generated documentation', 'scripts/generate-docs.mjs', ['--check']),
  { ...nodeStep('Measuring the structure', 'scripts/structure.mjs'), showsOutput: true },
];

requireNewEnoughNode();
let allPassed = await ensureInstalled();
for (const check of CHECKS) allPassed = (await runStep(check)) && allPassed;
if (!allPassed) process.exitCode = 1;
