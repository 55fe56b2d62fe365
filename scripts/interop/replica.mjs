// @ts-check
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBoundProcess } from '@pawprint/testing';

/**
 * @typedef {object} Replica one process of a sample extractor
 * @property {string} name
 * @property {() => string} log all of its output so far
 * @property {import('@pawprint/testing').LineReader['waitFor']} waitFor a line of its output
 * @property {() => Promise<void>} kill SIGKILL, its folder stays
 * @property {() => Promise<void>} close
 */

const HEARTBEAT_SECONDS = '5';

/**
 * @param {import('./pyclowder.mjs').Pyclowder} pyclowder
 * @param {import('./samples.mjs').Sample} sample
 * @param {string} brokerUrl
 * @param {string} [programs] a folder whose programs come before all others
 * @returns {Promise<Replica>}
 */
export async function startReplica(pyclowder, sample, brokerUrl, programs) {
  const folder = await mkdtemp(join(tmpdir(), 'pawprint-interop-'));
  await placeInfo(folder, sample, pyclowder.samples);
  const env = environment(pyclowder, sample, folder, brokerUrl, programs);
  const args = sample.args.map((arg) => inSamples(arg, pyclowder.samples));
  const program = startBoundProcess({ command: pyclowder.python, args, env }, folder);
  const kill = () => program.end('SIGKILL');
  const { output } = program;
  const close = async () => {
    await kill();
    await rm(folder, { recursive: true, force: true });
  };
  return {
    name: sample.name,
    log: () => output.text(),
    waitFor: (pattern) => output.waitFor(pattern),
    kill,
    close,
  };
}

/**
 * @param {string} text
 * @param {string} folder
 */
const inSamples = (text, folder) => text.replaceAll('SAMPLES/', `${folder}/`);

/**
 * pyClowder searches for the info in the working directory before the folder of the script.
 * @param {string} folder
 * @param {import('./samples.mjs').Sample} sample
 * @param {string} samples
 */
async function placeInfo(folder, { info, infoFrom }, samples) {
  const file = join(folder, 'extractor_info.json');
  if (infoFrom) await copyFile(inSamples(infoFrom, samples), file);
  if (info) await writeFile(file, JSON.stringify(info));
}

/**
 * @param {import('./pyclowder.mjs').Pyclowder} pyclowder
 * @param {import('./samples.mjs').Sample} sample
 * @param {string} folder
 * @param {string} brokerUrl
 * @param {string | undefined} programs
 * @returns {Record<string, string>}
 */
function environment({ samples }, { name, env = {} }, folder, brokerUrl, programs) {
  const { PATH = '', PYTHONPATH = '', HOME = folder } = process.env;
  return {
    ...env,
    PATH: programs ? `${programs}:${PATH}` : PATH,
    HOME,
    TMPDIR: folder,
    LANG: 'C.UTF-8',
    PYTHONPATH: [inSamples(env['PYTHONPATH'] ?? '', samples), PYTHONPATH].filter(Boolean).join(':'),
    PYTHONUNBUFFERED: '1',
    PYTHONDONTWRITEBYTECODE: '1',
    CLOWDER_VERSION: '1',
    HEARTBEAT: HEARTBEAT_SECONDS,
    RABBITMQ_URI: brokerUrl,
    RABBITMQ_QUEUE: name,
  };
}
