// @ts-check
import { isForTests } from './layers.mjs';

/** @typedef {import('./modules.mjs').Module} Module */

/**
 * How many files have exactly one importer: candidates for being folded into it. Counted are source files that ship.
 * Tests, their builders and the package `testing` are left out, also as importers. Entry points, which are files
 * without an importer such as main.ts, are left out of the files counted. A name that a package's index.ts passes on
 * has two kinds of importer: the index.ts, and each file that imports the name from it.
 * @param {ReadonlyMap<string, Pick<Module, 'uses'>>} modules by path
 * @returns {{ files: number, oneImporter: string[] }}
 */
export function countImporters(modules) {
  /** @type {Map<string, number>} */
  const importers = new Map();
  for (const [path, { uses }] of modules) {
    if (isForTests(path)) continue;
    for (const used of uses) {
      if (used !== path && !isForTests(used)) importers.set(used, (importers.get(used) ?? 0) + 1);
    }
  }
  const oneImporter = [...importers].filter(([, count]) => count === 1).map(([path]) => path);
  return { files: importers.size, oneImporter };
}
