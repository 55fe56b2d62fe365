// @ts-check

/**
 * @typedef {object} Locked an entry of a lock file
 * @property {string} [version]
 * @property {boolean} [link]
 * @property {boolean} [optional]
 * @property {boolean} [devOptional]
 * @property {Record<string, string>} [dependencies]
 * @property {Record<string, string>} [peerDependencies]
 * @property {Record<string, { optional?: boolean }>} [peerDependenciesMeta]
 */

/** @typedef {Record<string, Locked>} LockedPackages by their folders */

/**
 * The exact versions of everything that our packages need, as the lock file has them, so that what is installed is what
 * was tested. Packages that the lock file has twice, and those for one operating system, follow from the ranges of the
 * packages that need them.
 * @param {LockedPackages} locked
 * @param {readonly string[]} folders of our packages
 * @returns {Record<string, string>}
 */
export function pinVersions(locked, folders) {
  const needed = new Set(folders);
  // A set grows while it is read: what is added is read, too.
  for (const folder of needed)
    for (const name of namesNeeded(locked[folder] ?? {})) {
      const found = find(locked, folder, name);
      if (found !== undefined && !isLeftOut(locked[found] ?? {})) needed.add(found);
    }
  // Those of a package of ours come last, and win.
  const places = [...needed].filter((folder) => isOutermost(folder, folders)).sort(byDepth);
  return Object.fromEntries(places.map((place) => [nameOf(place), locked[place]?.version ?? '']));
}

/** @param {Locked} entry */
function namesNeeded({ dependencies, peerDependencies, peerDependenciesMeta }) {
  const peers = Object.keys(peerDependencies ?? {}).filter((name) => !peerDependenciesMeta?.[name]?.optional);
  return [...Object.keys(dependencies ?? {}), ...peers];
}

/** @param {Locked} entry */
const isLeftOut = ({ link, optional, devOptional }) => Boolean(link ?? optional ?? devOptional);

/**
 * As Node looks for a package: in the folder itself, then in each one around it.
 * @param {LockedPackages} locked
 * @param {string} folder
 * @param {string} name
 * @returns {string | undefined}
 */
function find(locked, folder, name) {
  const place = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
  if (place in locked) return place;
  return folder === '' ? undefined : find(locked, around(folder), name);
}

/** @param {string} folder */
function around(folder) {
  const end = folder.lastIndexOf('/node_modules/');
  return end === -1 ? '' : folder.slice(0, end);
}

/**
 * @param {string} folder
 * @param {readonly string[]} own
 */
function isOutermost(folder, own) {
  return folder.includes('node_modules/') && ['', ...own].includes(around(folder));
}

/**
 * @param {string} one
 * @param {string} other
 */
const byDepth = (one, other) => around(one).length - around(other).length || one.localeCompare(other);

/** @param {string} place */
const nameOf = (place) => place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
