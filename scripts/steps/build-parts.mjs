// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import { nodeStep, ROOT } from './run-step.mjs';

/**
 * @typedef {object} Part
 * @property {string} name
 * @property {readonly string[]} sources
 * @property {readonly string[]} results without them, it isn't built
 * @property {import('./run-step.mjs').Step} step
 */

/** What all code depends on: its compiler's settings, and the libraries' versions. */
const EVERYWHERE = ['package-lock.json', 'tsconfig.json', 'tsconfig.base.json'];
/** Not part of what is started. */
const FOR_TESTS = ['packages/testing', 'e2e', 'bench'];

/** @returns {string[]} the folders of the root tsconfig.json's projects */
function projects() {
  const { references } = JSON.parse(readFileSync(`${ROOT}tsconfig.json`, 'utf8'));
  return references.map((/** @type {{ path: string }} */ { path }) => path);
}

/** @param {string} project */
const isShipped = (project) =>
  !FOR_TESTS.some((folder) => project === folder || project.startsWith(`${folder}/`));

/** @returns {Part[]} */
export function buildParts() {
  const shipped = projects().filter(isShipped);
  return [
    {
      name: 'server',
      sources: [...EVERYWHERE, ...shipped],
      results: ['packages/server/dist/main.js'],
      step: nodeStep('Building server and extractors', 'node_modules/typescript/bin/tsc', [
        '--build',
        ...shipped.map((project) => `${ROOT}${project}`),
      ]),
    },
    {
      name: 'web',
      sources: [...EVERYWHERE, 'packages/core', 'packages/async', 'packages/protocol', 'packages/web'],
      results: ['packages/web/dist/index.html'],
      step: {
        ...nodeStep('Building web page', 'node_modules/vite/bin/vite.js', ['build']),
        cwd: 'packages/web',
      },
    },
  ];
}

/** @param {Part} part */
export const hasResults = (part) => part.results.every((path) => existsSync(`${ROOT}${path}`));
