// @ts-check
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { nodeStep, ROOT, runStep } from './run-step.mjs';
import { ensureSdkPacked } from './sdk.mjs';
import { digestOf } from './source-digest.mjs';

/** Compiles what has changed. Types are not checked here: `npm run check` does that, once for all code. */
export const COMPILE = nodeStep('Compiling', 'node_modules/typescript/bin/tsc', [
  '--build',
  `${ROOT}tsconfig.build.json`,
]);
const BUILD_PAGE = {
  ...nodeStep('Building web page', 'node_modules/vite/bin/vite.js', ['build']),
  cwd: 'packages/web',
};
const PAGE_SOURCES = [
  'package-lock.json',
  'tsconfig.check.json',
  'tsconfig.base.json',
  'packages/core',
  'packages/async',
  'packages/protocol',
  'packages/web',
  'examples/first',
];
/** Holds the digest of the sources that the page was built from: Vite doesn't know whether they have changed. */
const STAMP = `${ROOT}.build-stamp`;

/**
 * Builds what has changed since it was built.
 * @returns {Promise<boolean>} whether everything is built now
 */
export async function ensureBuilt() {
  const outcomes = await Promise.all([compileAndPack(), ensurePageBuilt()]);
  return outcomes.every(Boolean);
}

async function compileAndPack() {
  return (await runStep(COMPILE)) && (await ensureSdkPacked());
}

async function ensurePageBuilt() {
  // Taken before the build: a source that changes meanwhile makes the next start build again.
  const digest = digestOf(PAGE_SOURCES);
  const isBuilt = existsSync(`${ROOT}packages/web/dist/index.html`) && readStamp() === digest;
  if (isBuilt) return true;
  const succeeded = await runStep(BUILD_PAGE);
  if (succeeded) writeFileSync(STAMP, digest);
  return succeeded;
}

function readStamp() {
  return existsSync(STAMP) ? readFileSync(STAMP, 'utf8') : undefined;
}
