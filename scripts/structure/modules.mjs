// @ts-check
import { readdirSync, readFileSync } from 'node:fs';
import { parseSync, Visitor } from 'vite';
import { resolveImport } from './resolve-import.mjs';

/**
 * @typedef {object} Module
 * @property {string} path below the root, with slashes
 * @property {number} lines
 * @property {ReadonlySet<string>} imports the project's files that it imports, as values or types
 * @property {ReadonlySet<string>} uses those, and behind a file that only passes a name on, such as a package's
 *   index.ts, the file which declares it
 */

/**
 * @typedef {object} Parsed what one file says, before names are followed through other files
 * @property {number} lines
 * @property {{ from: string, names: readonly string[] }[]} imports
 * @property {Map<string, { from: string, name: string }>} reexports by the name that the file exports
 */

const FOLDERS = ['packages', 'extractors', 'bench', 'demo', 'e2e', 'examples', 'scripts', 'simulate'];
const SOURCE = /\.(?:ts|tsx|mjs)$/;
const SKIPPED = /(?:^|\/)(?:dist|node_modules|\.[^/]+)(?:\/|$)/;

/**
 * Reads the imports of all source files.
 * @param {string} root ends with a slash
 * @returns {Map<string, Module>} by path
 */
export function readModules(root) {
  /** @type {Map<string, Parsed>} */
  const parsed = new Map();
  for (const path of listSources(root)) parsed.set(path, parse(path, readFileSync(`${root}${path}`, 'utf8')));
  return new Map([...parsed].map(([path, file]) => [path, describe(path, file, parsed)]));
}

/** @param {string} root */
function listSources(root) {
  return FOLDERS.flatMap((folder) => listFolder(root, folder)).sort();
}

/**
 * @param {string} root
 * @param {string} folder
 * @returns {string[]}
 */
function listFolder(root, folder) {
  let entries;
  try {
    entries = readdirSync(`${root}${folder}`, { withFileTypes: true });
  } catch {
    return [];
  }
  return entries.flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (SKIPPED.test(path)) return [];
    if (entry.isDirectory()) return listFolder(root, path);
    return SOURCE.test(path) ? [path] : [];
  });
}

/**
 * @param {string} path
 * @param {string} source
 * @returns {Parsed}
 */
function parse(path, source) {
  const result = parseSync(path, source);
  const { module, errors } = result;
  if (errors[0] !== undefined) throw new Error(`${path}: ${errors[0].message}`);
  /** @type {Parsed} */
  const parsed = { lines: source.split('\n').length - 1, imports: [], reexports: new Map() };
  /**
   * @param {string} specifier
   * @param {readonly string[]} names
   */
  const add = (specifier, names) => {
    const from = resolveImport(path, specifier);
    if (from !== undefined) parsed.imports.push({ from, names });
    return from;
  };
  for (const { moduleRequest, entries } of module.staticImports) {
    add(
      moduleRequest.value,
      entries.flatMap(({ importName }) => importName.name ?? []),
    );
  }
  for (const { entries } of module.staticExports) {
    for (const { moduleRequest, importName, exportName } of entries) {
      const from = moduleRequest && add(moduleRequest.value, []);
      if (from && importName.name && exportName.name) {
        parsed.reexports.set(exportName.name, { from, name: importName.name });
      }
    }
  }
  // The program is built when it is asked for, which takes long. Few files need it.
  if (source.includes('import(')) for (const specifier of findImportCalls(result.program)) add(specifier, []);
  return parsed;
}

/**
 * `import('./x.ts')`, as a call and as a type.
 * @param {import('vite').ESTree.Program} program
 */
function findImportCalls(program) {
  /** @type {string[]} */
  const found = [];
  /** @param {{ source: import('vite').ESTree.Node }} node */
  const collect = ({ source }) => {
    if (source.type === 'Literal' && typeof source.value === 'string') found.push(source.value);
  };
  new Visitor({ ImportExpression: collect, TSImportType: collect }).visit(program);
  return found;
}

/**
 * @param {string} path
 * @param {Parsed} file
 * @param {ReadonlyMap<string, Parsed>} all
 * @returns {Module}
 */
function describe(path, file, all) {
  // Styles and other files that are no source are left out. Missing ones the compiler reports.
  const ofProject = file.imports.filter(({ from }) => all.has(from));
  const imports = new Set(ofProject.map(({ from }) => from));
  const declaring = ofProject.flatMap(({ from, names }) =>
    names.map((name) => findDeclaring(from, name, all)),
  );
  return { path, lines: file.lines, imports, uses: new Set([...imports, ...declaring]) };
}

/**
 * The file that declares what another exports under a name.
 * @param {string} path
 * @param {string} name
 * @param {ReadonlyMap<string, Parsed>} parsed
 * @returns {string}
 */
function findDeclaring(path, name, parsed) {
  const reexport = parsed.get(path)?.reexports.get(name);
  return reexport === undefined ? path : findDeclaring(reexport.from, reexport.name, parsed);
}
