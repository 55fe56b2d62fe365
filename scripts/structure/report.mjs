// @ts-check
import { findCircles } from './circles.mjs';
import { countImporters } from './importers.mjs';
import { findUnknownFloor, isForTests, refuseFloor, refusePackage } from './layers.mjs';
import { findStaleSteps, readWays } from './ways.mjs';

/**
 * @typedef {import('./modules.mjs').Module} Module
 * @typedef {typeof import('./limits.mjs').LIMITS} Limits
 * @typedef {object} Options
 * @property {Limits} limits
 * @property {boolean} waysAreListed whether a page without the lists of the two ways is a failure
 */

/**
 * Measures how the code is built and compares it with the limits.
 * @param {ReadonlyMap<string, Module>} modules by path
 * @param {string} page the text of ARCHITECTURE.md
 * @param {Options} options
 * @returns {{ lines: string[], problems: string[] }} what to print, and what is beyond a limit
 */
export function reportStructure(modules, page, { limits, waysAreListed }) {
  const parts = [
    reportArrows(modules),
    reportCircles(modules, limits.circles),
    reportImporters(modules, limits.oneImporter),
    ...readWays(page).map((way) => reportWay(way, modules, limits.wayFiles, waysAreListed)),
  ];
  return {
    lines: [...sizeTable(modules), '', ...parts.map(({ line }) => line)],
    problems: parts.flatMap(({ problems }) => problems),
  };
}

/** @typedef {{ line: string, problems: string[] }} Part */

/**
 * @param {ReadonlyMap<string, Module>} modules
 * @returns {string[]}
 */
function sizeTable(modules) {
  /** @type {Map<string, { files: number, lines: number, testFiles: number, testLines: number }>} */
  const sizes = new Map();
  for (const { path, lines } of modules.values()) {
    const name = packageName(path);
    const size = sizes.get(name) ?? { files: 0, lines: 0, testFiles: 0, testLines: 0 };
    sizes.set(name, size);
    if (/\.test\.tsx?$/.test(path)) {
      size.testFiles += 1;
      size.testLines += lines;
    } else {
      size.files += 1;
      size.lines += lines;
    }
  }
  const rows = [...sizes].map(([name, { files, lines, testFiles, testLines }]) =>
    tableRow(name, files, lines, testFiles, testLines),
  );
  return [tableRow('', 'files', 'lines', 'tests', 'lines'), ...rows];
}

/** @param {string} path */
function packageName(path) {
  const [folder = '', name = ''] = path.split('/');
  return folder === 'packages' ? name : folder;
}

/**
 * @param {string} name
 * @param {readonly (string | number)[]} cells
 */
const tableRow = (name, ...cells) =>
  `${name.padEnd(12)}${cells.map((cell) => cell.toLocaleString('en').padStart(8)).join('')}`;

/**
 * @param {ReadonlyMap<string, Module>} modules
 * @returns {Part}
 */
function reportArrows(modules) {
  const sources = [...modules.values()].filter(({ path }) => !isForTests(path));
  const refused = sources.flatMap(({ path, imports }) =>
    [...imports].flatMap((imported) => {
      const refusal = refusePackage(path, imported) ?? refuseFloor(path, imported);
      return refusal ? [`${path} imports ${imported}: ${refusal}`] : [];
    }),
  );
  const folders = new Set(sources.flatMap(({ path }) => findUnknownFloor(path) ?? []));
  const unknown = [...folders].map(
    (folder) => `packages/server/src/${folder} is not a floor (scripts/structure/layers.mjs)`,
  );
  return { line: `Imports that run back up: ${refused.length}`, problems: [...refused, ...unknown] };
}

/**
 * @param {ReadonlyMap<string, Module>} modules
 * @param {number} limit
 * @returns {Part}
 */
function reportCircles(modules, limit) {
  const circles = findCircles(modules);
  return {
    line: `Circles of files, types included: ${circles.length}`,
    problems: circles.length > limit ? circles.map((files) => `Circle: ${files.join(', ')}`) : [],
  };
}

/**
 * @param {ReadonlyMap<string, Module>} modules
 * @param {number} limit
 * @returns {Part}
 */
function reportImporters(modules, limit) {
  const { files, oneImporter } = countImporters(modules);
  const percent = files === 0 ? 0 : (100 * oneImporter.length) / files;
  const figure = `${percent.toFixed(1)} %`;
  return {
    line: `Files with exactly one importer: ${oneImporter.length} of ${files}, ${figure}`,
    problems:
      percent > limit
        ? [`${figure} of files have exactly one importer, more than ${limit} %: fold some into it`]
        : [],
  };
}

/**
 * @param {import('./ways.mjs').Way} way
 * @param {ReadonlyMap<string, Module>} modules
 * @param {number} limit
 * @param {boolean} isRequired
 * @returns {Part}
 */
function reportWay({ title, files }, modules, limit, isRequired) {
  if (files === undefined || files.length === 0) {
    const line = `${title}: not listed in ARCHITECTURE.md`;
    return { line, problems: isRequired || files !== undefined ? [line] : [] };
  }
  const problems = findStaleSteps(files, modules).map((stale) => `${title}: ${stale}`);
  if (files.length > limit) problems.push(`${title} enters ${files.length} files, more than ${limit}`);
  return { line: `${title} enters ${files.length} files`, problems };
}
