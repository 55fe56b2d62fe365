// @ts-check
import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './run-step.mjs';

const NOT_A_SOURCE = /^(node_modules|dist|\..*)$|\.test\.tsx?$|\.tsbuildinfo$/;

/**
 * A digest over the paths, sizes and times of sources: it changes when one of them does.
 * @param {readonly string[]} paths files and folders below the root; tests and what is made are left out
 * @param {string} [root]
 */
export function digestOf(paths, root = ROOT) {
  const hash = createHash('sha256');
  for (const path of paths) addTo(hash, root, path);
  return hash.digest('hex');
}

/**
 * @param {import('node:crypto').Hash} hash
 * @param {string} root
 * @param {string} path
 */
function addTo(hash, root, path) {
  const stat = statSync(join(root, path), { throwIfNoEntry: false });
  if (!stat?.isDirectory()) {
    hash.update(`${path}\0${stat?.size}\0${stat?.mtimeMs}\n`);
    return;
  }
  for (const name of readdirSync(join(root, path)).sort()) {
    if (!NOT_A_SOURCE.test(name)) addTo(hash, root, join(path, name));
  }
}
