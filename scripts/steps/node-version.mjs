// @ts-check

/** @type {readonly [major: number, minor: number]} */
const OLDEST = [20, 20];

/**
 * A sentence if this Node is too old, else undefined.
 * @param {string} version as `process.versions.node`
 */
export function refuseOldNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isNewEnough = major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
  if (isNewEnough) return undefined;
  return `Pawprint needs Node ${OLDEST.join('.')} or newer; this is Node ${version}. Get one at https://nodejs.org.`;
}

/** Ends the process, with that sentence, if this Node is too old. */
export function requireNewEnoughNode() {
  const refusal = refuseOldNode(process.versions.node);
  if (refusal === undefined) return;
  process.stderr.write(`${refusal}\n`);
  process.exit(1);
}
