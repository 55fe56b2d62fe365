// @ts-check
import { posix } from 'node:path';

/**
 * The file that an import means, or undefined where it is a library.
 * @param {string} importer path below the root
 * @param {string} specifier as written behind `from`
 * @returns {string | undefined}
 */
export function resolveImport(importer, specifier) {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(importer), specifier);
  const [, name, entry = 'index'] = /^@pawprint\/([^/]+)(?:\/(.+))?$/.exec(specifier) ?? [];
  return name === undefined ? undefined : `packages/${name}/src/${entry}.ts`;
}
