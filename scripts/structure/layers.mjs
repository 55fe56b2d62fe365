// @ts-check
// The one table of who may import whom: the linter's rules (lint-rules.mjs) and the structure report go by it.

/** The packages that each package may import. Tests, and the package `testing`, may import all. @type {Readonly<Record<string, readonly string[]>>} */
const PACKAGES = {
  core: [],
  async: [],
  protocol: ['core', 'async'],
  amqp: ['async'],
  server: ['core', 'async', 'protocol', 'amqp'],
  web: ['protocol', 'async'],
  extractor: ['protocol', 'async', 'amqp'],
  cli: ['protocol', 'async'],
  // For the project that it writes: it imports no other package itself.
  'create-extractor': ['extractor'],
  'sample extractor': ['extractor'],
};

/**
 * @typedef {object} Floor
 * @property {string} name the folder below packages/server/src
 * @property {readonly string[]} [only] these floors alone, instead of all above
 * @property {readonly string[]} [except] all above but these
 */

/**
 * The server's folders. A file imports from its own floor and from those above it in this list.
 * @type {readonly Floor[]}
 */
export const FLOORS = [
  { name: 'model' },
  { name: 'config' },
  { name: 'store' },
  { name: 'wire', only: ['model'] },
  { name: 'access' },
  { name: 'datasets' },
  { name: 'extractors' },
  // Datasets announce a change through a port that jobs implement: neither imports the other.
  { name: 'jobs', except: ['datasets'] },
  { name: 'live' },
  { name: 'notifications' },
  { name: 'lanes' },
  { name: 'upkeep' },
  { name: 'http' },
];
/** They know every part, so they may import all. */
const ABOVE_ALL_KNOWN = /^(?:index|main|start-server)\.ts$|^launch\//;
const SERVER = 'packages/server/src/';
/** Tests and what only tests use. */
const FOR_TESTS =
  /\.(?:test|builder|contract)\.tsx?$|\/test-lane\/|^(?:packages\/testing|e2e|bench|scripts|simulate)\//;

/** @param {string} path below the project's root */
export const isForTests = (path) => FOR_TESTS.test(path);

/**
 * A sentence if a file of one package must not import a file of another, else undefined.
 * @param {string} importer path below the project's root
 * @param {string} imported path below the project's root
 * @returns {string | undefined}
 */
export function refusePackage(importer, imported) {
  const from = packageOf(importer);
  const to = packageOf(imported);
  if (from === undefined || to === undefined || from.folder === to.folder) return undefined;
  const allowed = PACKAGES[from.name];
  if (allowed === undefined)
    return `${from.name} is not in the table of packages (scripts/structure/layers.mjs).`;
  if (allowed.includes(to.name)) return undefined;
  const names = allowed.length === 0 ? 'no other package' : `only ${allowed.join(', ')}`;
  return `${from.name} may import ${names}, not ${to.name}.`;
}

/**
 * A sentence if a file of the server must not import another one, else undefined.
 * @param {string} importer path below the project's root
 * @param {string} imported path below the project's root
 * @returns {string | undefined}
 */
export function refuseFloor(importer, imported) {
  const from = floorOf(importer);
  if (from === undefined || !imported.startsWith(SERVER)) return undefined;
  const to = floorOf(imported);
  if (to === undefined)
    return `${from}/ must not import ${imported.slice(SERVER.length)}, which knows every part.`;
  const above = floorsAbove(from);
  // A folder that is no floor is reported once, as such.
  if (from === to || above === undefined || findFloor(to) === undefined || above.includes(to))
    return undefined;
  const names = above.length === 0 ? 'only its own files' : `only its own files and ${above.join(', ')}`;
  return `${from}/ may import ${names}, not ${to}/.`;
}

/**
 * The folder of a file of the server that should be a floor but is none, else undefined.
 * @param {string} path below the project's root
 */
export function findUnknownFloor(path) {
  const floor = floorOf(path);
  return floor !== undefined && findFloor(floor) === undefined ? floor : undefined;
}

/**
 * @param {string} path
 * @returns {{ folder: string, name: string } | undefined} undefined for what no package contains
 */
function packageOf(path) {
  const [folder, parent, name] = /^(packages|extractors)\/([^/]+)\//.exec(path) ?? [];
  if (folder === undefined || name === undefined) return undefined;
  return { folder, name: parent === 'extractors' ? 'sample extractor' : name };
}

/** @param {string} name */
function floorsAbove(name) {
  const floor = findFloor(name);
  if (floor === undefined) return undefined;
  if (floor.only !== undefined) return floor.only;
  const above = FLOORS.slice(0, FLOORS.indexOf(floor)).map((other) => other.name);
  return above.filter((other) => !floor.except?.includes(other));
}

/** @param {string} name */
const findFloor = (name) => FLOORS.find((floor) => floor.name === name);

/**
 * @param {string} path
 * @returns {string | undefined} undefined for a file that knows every part, or is not of the server
 */
function floorOf(path) {
  if (!path.startsWith(SERVER)) return undefined;
  const inServer = path.slice(SERVER.length);
  return ABOVE_ALL_KNOWN.test(inServer) ? undefined : (inServer.split('/')[0] ?? inServer);
}
