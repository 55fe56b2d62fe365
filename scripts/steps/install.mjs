// @ts-check
import { readFileSync } from 'node:fs';
import { ROOT, runStep } from './run-step.mjs';

/**
 * Installs what package-lock.json names, unless that is what is there. Not by `npm ci`: it refuses a lock file without
 * the packages for other systems, which npm leaves out of it where a registry doesn't carry them.
 * @returns {Promise<boolean>} whether all of it is there now
 */
export async function ensureInstalled() {
  const wanted = readPackages('package-lock.json');
  const installed = readPackages('node_modules/.package-lock.json');
  if (isInstalled(wanted, installed)) return true;
  return runStep({ label: 'Installing', ...npm('install', '--no-save', '--no-audit', '--no-fund') });
}

/**
 * Compares the lock file with npm's list of what it has installed. The times of files cannot be compared, since npm, git
 * and copies of the folder change them.
 * @typedef {Record<string, { version?: string, optional?: boolean, devOptional?: boolean }>} Packages
 * @param {Packages} wanted
 * @param {Packages} installed
 */
export function isInstalled(wanted, installed) {
  return Object.entries(wanted)
    .filter(([path]) => path.includes('node_modules/'))
    .every(([path, { version, optional, devOptional }]) => {
      const found = installed[path];
      // Packages for other operating systems and processors are left out.
      return found ? found.version === version : (optional ?? devOptional ?? false);
    });
}

/**
 * @param {string} lockFile
 * @returns {Packages}
 */
function readPackages(lockFile) {
  try {
    return JSON.parse(readFileSync(`${ROOT}${lockFile}`, 'utf8')).packages ?? {};
  } catch {
    return {};
  }
}

/**
 * The npm that started us, if one did, so that one npm does all the work.
 * @param {readonly string[]} args
 */
export function npm(...args) {
  const script = process.env['npm_execpath'];
  if (script?.endsWith('npm-cli.js')) return { command: process.execPath, args: [script, ...args] };
  return { command: 'npm', args };
}
