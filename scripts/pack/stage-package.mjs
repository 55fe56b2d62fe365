// @ts-check
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { ROOT } from '../steps/run-step.mjs';

/** What a package has that is needed where it is installed. */
const PARTS = ['dist', 'bin', 'migrations', 'assets'];

/**
 * @typedef {object} Manifest
 * @property {string} name
 * @property {string} version
 */

/**
 * Copies a package of this checkout to where Node finds it beside the others.
 * @param {string} folder below the project's root
 * @param {string} modules the folder `node_modules/` that it is copied to
 * @param {(path: string) => boolean} isNeeded
 * @returns {Manifest}
 */
export function stagePackage(folder, modules, isNeeded) {
  /** @type {Manifest} */
  const manifest = readJson(`${ROOT}${folder}/package.json`);
  const target = `${modules}${manifest.name}/`;
  copyParts(folder, target, isNeeded);
  // npm would look for them in the tarball: what is packed itself depends on them.
  writeJson(`${target}package.json`, { ...manifest, dependencies: {}, devDependencies: {} });
  return manifest;
}

/**
 * @param {string} folder below the project's root
 * @param {string} target
 * @param {(path: string) => boolean} isNeeded
 */
export function copyParts(folder, target, isNeeded) {
  const present = readdirSync(`${ROOT}${folder}`);
  for (const part of PARTS.filter((each) => present.includes(each)))
    cpSync(`${ROOT}${folder}/${part}`, `${target}${part}`, { recursive: true, filter: isNeeded });
}

/** @param {string} file */
export function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/**
 * @param {string} file
 * @param {unknown} value
 */
export function writeJson(file, value) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}
