// @ts-check
import { buildParts, hasResults } from './build-parts.mjs';
import { digestOf, isBuilt, markBuilt } from './build-stamp.mjs';
import { runStep } from './run-step.mjs';

/**
 * Builds the parts whose sources have changed since they were built.
 * @returns {Promise<boolean>} whether everything is built now
 */
export async function ensureBuilt() {
  const outcomes = await Promise.all(buildParts().map(buildPart));
  return outcomes.every(Boolean);
}

/** @param {import('./build-parts.mjs').Part} part */
async function buildPart(part) {
  // Taken before the build: a source that changes meanwhile makes the next start build again.
  const digest = digestOf(part.sources);
  if (isBuilt(part.name, digest) && hasResults(part)) return true;
  const succeeded = await runStep(part.step);
  if (succeeded) markBuilt(part.name, digest);
  return succeeded;
}
