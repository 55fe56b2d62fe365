// @ts-check
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * @typedef {object} Step
 * @property {string} label what is being done, as `Building`
 * @property {string} command
 * @property {readonly string[]} args
 * @property {string} [cwd] below the project's root
 * @property {Readonly<Record<string, string>>} [env] besides our own
 * @property {boolean} [showsOutput] whether what it printed is shown also where it succeeded
 */

/**
 * A step that Node runs.
 * @param {string} label
 * @param {string} script below the project's root
 * @param {readonly string[]} args
 * @returns {Step}
 */
export const nodeStep = (label, script, args = []) => ({
  label,
  command: process.execPath,
  args: [`${ROOT}${script}`, ...args],
});

/**
 * Runs it with one line to show for it, label and time. What it printed is shown if it failed, or if it is to be shown.
 * All of it goes to stderr: stdout belongs to what is started in the end.
 * @param {Step} step
 * @returns {Promise<boolean>} whether it succeeded
 */
export async function runStep(step) {
  const began = performance.now();
  const { failure, output } = await run(step);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  process.stderr.write(`${step.label.padEnd(36)} ${seconds.padStart(6)} s${failure ? `  ${failure}` : ''}\n`);
  if (failure || step.showsOutput) process.stderr.write(`${output.trimEnd()}\n`);
  return failure === undefined;
}

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * @param {Step} step
 * @returns {Promise<{ failure?: string, output: string }>}
 */
function run({ command, args, cwd = '', env = {} }) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: `${ROOT}${cwd}`,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    // A step that is still running when we are asked to stop would go on alone.
    const passOn = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal);
    for (const signal of STOP_SIGNALS) process.on(signal, passOn);
    child.once('close', () => {
      for (const signal of STOP_SIGNALS) process.off(signal, passOn);
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk) => {
        output += chunk;
      });
    }
    child.once('error', (error) => resolve({ failure: 'FAILED', output: error.message }));
    child.once('close', (code, signal) =>
      resolve(code === 0 ? { output } : { failure: `FAILED (${signal ?? `exit code ${code}`})`, output }),
    );
  });
}
