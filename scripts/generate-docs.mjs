// Writes the pages of docs/ that are generated from built code. With --check it writes nothing and
// fails where a page is out of step.
import { readFile, writeFile } from 'node:fs/promises';

const CORE = new URL('../packages/core/dist/index.js', import.meta.url);
const LIFECYCLE = new URL('../docs/job-lifecycle.md', import.meta.url);

const { lifecyclePage } = await import(CORE.href);
const page = lifecyclePage();

if (process.argv.includes('--check')) {
  const stored = await readFile(LIFECYCLE, 'utf8').catch(() => '');
  if (stored !== page) {
    console.error(
      'docs/job-lifecycle.md is out of step with the table: run `node scripts/generate-docs.mjs`',
    );
    process.exitCode = 1;
  }
} else {
  await writeFile(LIFECYCLE, page);
}
