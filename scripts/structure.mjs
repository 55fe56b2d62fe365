// @ts-check
// A part of `npm run check`: prints how the code is built, and fails where that is beyond the limits of
// structure/limits.mjs. With --one-importer it names the files that have exactly one importer.
import { readFileSync } from 'node:fs';
import { ROOT } from './steps/run-step.mjs';
import { countImporters } from './structure/importers.mjs';
import { LIMITS, WAYS_ARE_LISTED } from './structure/limits.mjs';
import { readModules } from './structure/modules.mjs';
import { reportStructure } from './structure/report.mjs';

const modules = readModules(ROOT);
const page = readFileSync(`${ROOT}ARCHITECTURE.md`, 'utf8');
const { lines, problems } = reportStructure(modules, page, {
  limits: LIMITS,
  waysAreListed: WAYS_ARE_LISTED,
});
const named = process.argv.includes('--one-importer') ? countImporters(modules).oneImporter.sort() : [];
process.stdout.write(`${[...lines, ...named].join('\n')}\n`);
if (problems.length > 0) {
  process.stderr.write(`${problems.join('\n')}\n`);
  process.exitCode = 1;
}
