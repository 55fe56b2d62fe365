// @ts-check
// Packs what the server offers to npm under /sdk: the SDK is on no registry. Whoever installs it needs no checkout: the
// packages of ours that it stands on are in the tarball, and what they depend on comes from the registry, in the versions
// that were tested.
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { pinVersions } from '../pack/pin-versions.mjs';
import { copyParts, readJson, stagePackage, writeJson } from '../pack/stage-package.mjs';
import { npm } from './install.mjs';
import { ROOT, runStep } from './run-step.mjs';
import { digestOf } from './source-digest.mjs';

/** From where the server sends them; a part of its `dist`, so that the release tarball has them, too. */
const OUT = 'packages/server/dist/sdk/';
const SDK = 'packages/extractor';
const BELOW_SDK = ['async', 'core', 'protocol', 'amqp'].map((name) => `packages/${name}`);
/** By their names under /sdk/. */
const TARBALLS = [
  { file: 'pawprint-extractor.tgz', folder: SDK, bundled: BELOW_SDK },
  { file: 'create-pawprint-extractor.tgz', folder: 'packages/create-extractor', bundled: [] },
];
const SOURCES = [
  'package-lock.json',
  'scripts/pack',
  'scripts/steps/sdk.mjs',
  ...TARBALLS.flatMap(({ folder, bundled }) => [folder, ...bundled]),
];
const STAMP = `${ROOT}${OUT}.stamp`;

/**
 * Packs them where their sources have changed. Everything is compiled by now.
 * @returns {Promise<boolean>} whether they are there now
 */
export async function ensureSdkPacked() {
  const digest = digestOf(SOURCES);
  const isPacked = existsSync(STAMP) && readFileSync(STAMP, 'utf8') === digest;
  if (isPacked) return true;
  rmSync(`${ROOT}${OUT}`, { recursive: true, force: true });
  for (const tarball of TARBALLS) if (!(await pack(tarball))) return false;
  writeFileSync(STAMP, digest);
  return true;
}

/**
 * @param {{ file: string, folder: string, bundled: readonly string[] }} tarball
 * @returns {Promise<boolean>}
 */
async function pack({ file, folder, bundled }) {
  const staged = `${ROOT}${OUT}package/`;
  mkdirSync(staged, { recursive: true });
  copyParts(folder, staged, isNeeded);
  const own = bundled.map((each) => stagePackage(each, `${staged}node_modules/`, isNeeded));
  const manifest = manifestOf(folder, bundled, own);
  writeJson(`${staged}package.json`, manifest);
  for (const text of [`${folder}/README.md`, 'LICENSE'])
    if (existsSync(`${ROOT}${text}`)) cpSync(`${ROOT}${text}`, `${staged}${text.split('/').at(-1)}`);
  const packed = await runStep({
    label: `Packing ${file}`,
    ...npm('pack', '--silent', '--pack-destination', '..'),
    cwd: `${OUT}package`,
  });
  if (!packed) return false;
  const name = manifest.name.replace('@', '').replace('/', '-');
  renameSync(`${ROOT}${OUT}${name}-${manifest.version}.tgz`, `${ROOT}${OUT}${file}`);
  rmSync(staged, { recursive: true });
  return true;
}

/**
 * @param {string} folder
 * @param {readonly string[]} bundled
 * @param {readonly import('../pack/stage-package.mjs').Manifest[]} own
 */
function manifestOf(folder, bundled, own) {
  const { packages } = readJson(`${ROOT}package-lock.json`);
  const { engines } = readJson(`${ROOT}package.json`);
  const { private: _, ...manifest } = readJson(`${ROOT}${folder}/package.json`);
  const bundledVersions = Object.fromEntries(own.map(({ name, version }) => [name, version]));
  return {
    ...manifest,
    engines,
    dependencies: { ...pinVersions(packages, [folder, ...bundled]), ...bundledVersions },
    bundleDependencies: Object.keys(bundledVersions),
  };
}

/**
 * Types are for those who write extractors; maps lead to sources that are not there.
 * @param {string} path
 */
function isNeeded(path) {
  return !/\.(map|tsbuildinfo)$/.test(path);
}
