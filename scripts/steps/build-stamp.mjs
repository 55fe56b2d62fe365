// @ts-check
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './run-step.mjs';

const STAMP = '.build-stamp';
const NOT_A_SOURCE = /^(node_modules|dist|\..*)$|\.test\.tsx?$|\.tsbuildinfo$/;

/**
 * What was built from what: for each part a digest over the paths, sizes and times of its sources.
 * @param {string} part
 * @param {string} digest
 */
export function isBuilt(part, digest) {
  return readStamp()[part] === digest;
}

/**
 * @param {string} part
 * @param {string} digest
 */
export function markBuilt(part, digest) {
  writeFileSync(`${ROOT}${STAMP}`, `${JSON.stringify({ ...readStamp(), [part]: digest }, null, 2)}\n`);
}

/** @returns {Record<string, string>} */
function readStamp() {
  try {
    return JSON.parse(readFileSync(`${ROOT}${STAMP}`, 'utf8'));
  } catch {
    return {};
  }
}

/**
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
