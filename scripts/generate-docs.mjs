// @ts-check
// Writes the pages of docs/ that are generated from built code. With --check it writes nothing and
// fails where a page is out of step.
import { readFile, writeFile } from 'node:fs/promises';

/**
 * @typedef {object} Page
 * @property {string} file
 * @property {string} module below packages/, built
 * @property {string} make the function of the module that returns the page, given what it is now
 */

/** @type {readonly Page[]} */
const PAGES = [
  { file: 'docs/job-lifecycle.md', module: 'core/dist/index.js', make: 'lifecyclePage' },
  { file: 'docs/job-reasons.md', module: 'protocol/dist/index.js', make: 'jobReasonsPage' },
  { file: 'docs/configuration.md', module: 'server/dist/config/describe-settings.js', make: 'settingsPage' },
  {
    file: 'docs/clowder-compatibility.md',
    module: 'server/dist/http/clowder-v1/compatibility-page.js',
    make: 'compatibilityPage',
  },
];

/** @param {string} path below the project's root */
const urlOf = (path) => new URL(`../${path}`, import.meta.url);

for (const { file, module, make } of PAGES) {
  const { [make]: makePage } = await import(urlOf(`packages/${module}`).href);
  const now = await readFile(urlOf(file), 'utf8').catch(() => '');
  const page = makePage(now);
  if (!process.argv.includes('--check')) {
    await writeFile(urlOf(file), page);
  } else if (now !== page) {
    console.error(`${file} is out of step with the code: run \`node scripts/generate-docs.mjs\``);
    process.exitCode = 1;
  }
}
