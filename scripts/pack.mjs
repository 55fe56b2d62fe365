// @ts-check
// `npm run pack`: builds, and makes the release tarball `dist/pawprint-VERSION.tgz`. It needs no build where it is
// installed: the packages of this checkout are in it as they run, and what they depend on comes from the registry.
import { cpSync, readdirSync, rmSync } from 'node:fs';
import { pinVersions } from './pack/pin-versions.mjs';
import { readJson, stagePackage, writeJson } from './pack/stage-package.mjs';
import { ensureBuilt } from './steps/build.mjs';
import { npm } from './steps/install.mjs';
import { ROOT, runStep } from './steps/run-step.mjs';

/** The folders of the packages that run at an installation. */
const PACKAGES = [
  ...['async', 'core', 'protocol', 'amqp', 'extractor', 'server', 'web', 'cli', 'create-extractor'].map(
    (name) => `packages/${name}`,
  ),
  ...readdirSync(`${ROOT}extractors`).map((name) => `extractors/${name}`),
];
/** Below the checkout, and left out of git. */
const OUT = 'dist/';
const STAGED = `${ROOT}${OUT}package/`;

if (!(await ensureBuilt()) || !(await pack())) process.exitCode = 1;

/** @returns {Promise<boolean>} whether it is there now */
function pack() {
  rmSync(STAGED, { recursive: true, force: true });
  const staged = PACKAGES.map((folder) => stagePackage(folder, `${STAGED}node_modules/`, isNeeded));
  writeJson(`${STAGED}package.json`, releaseManifest(staged));
  for (const file of ['README.md', 'CHANGELOG.md', 'LICENSE']) cpSync(`${ROOT}${file}`, `${STAGED}${file}`);
  return runStep({
    label: `Packing ${OUT}`,
    ...npm('pack', '--silent', '--pack-destination', '..'),
    cwd: `${OUT}package`,
  });
}

/**
 * Types and source maps are for those who build.
 * @param {string} path
 */
function isNeeded(path) {
  return !/\.(d\.ts|map|tsbuildinfo)$/.test(path);
}

/** @param {readonly import('./pack/stage-package.mjs').Manifest[]} staged */
function releaseManifest(staged) {
  const { name, version, description, license, type, engines } = readJson(`${ROOT}package.json`);
  const own = Object.fromEntries(staged.map((each) => [each.name, each.version]));
  const { packages } = readJson(`${ROOT}package-lock.json`);
  // The page is one bundle that has its dependencies in it.
  const pinned = pinVersions(
    packages,
    PACKAGES.filter((folder) => folder !== 'packages/web'),
  );
  return {
    name,
    version,
    description,
    license,
    type,
    engines,
    bin: { pawprint: 'node_modules/@pawprint/cli/bin/pawprint.mjs' },
    dependencies: { ...pinned, ...own },
    bundleDependencies: Object.keys(own),
  };
}
