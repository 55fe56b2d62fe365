// @ts-check
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { removeDataDir, startServerProcess } from '@pawprint/testing';
import { ROOT } from '../steps/run-step.mjs';
import { startReplica } from './replica.mjs';

/**
 * @typedef {object} Stage a new server on a new virtual host, without extractors
 * @property {import('@pawprint/protocol').Client} client
 * @property {(sample: import('./samples.mjs').Sample, programs?: string) => Promise<import('./replica.mjs').Replica>} start
 */

/**
 * @typedef {object} Row a summary of one extractor's jobs
 * @property {string} extractor
 * @property {number} jobs
 * @property {number} attempts
 * @property {string} outcome
 * @property {number} events
 */

/**
 * @typedef {object} Findings
 * @property {readonly Row[]} rows
 * @property {readonly string[]} deviations from what must be; none is success
 */

/**
 * @param {import('./pyclowder.mjs').Pyclowder} pyclowder
 * @param {import('@pawprint/testing').RabbitBroker} broker
 * @param {string} name of the stage: of its virtual host, and of its logs where it deviates
 * @param {(stage: Stage) => Promise<Findings>} work
 * @returns {Promise<Findings>}
 */
export async function withStage(pyclowder, broker, name, work) {
  const brokerUrl = await addVirtualHost(broker, name);
  const server = await startServerProcess({ env: { RABBITMQ_URI: brokerUrl } });
  /** @type {import('./replica.mjs').Replica[]} */
  const replicas = [];
  /** @type {Stage['start']} */
  const start = async (sample, programs) => {
    const replica = await startReplica(pyclowder, sample, brokerUrl, programs);
    replicas.push(replica);
    return replica;
  };
  try {
    const findings = await work({ client: server.client, start }).catch(brokenOff);
    if (findings.deviations.length === 0) return findings;
    const logs = [{ name: 'server', log: () => server.output.text() }, ...replicas];
    return { ...findings, deviations: [...findings.deviations, `logs are in ${await keepLogs(name, logs)}`] };
  } finally {
    await Promise.all(replicas.map((replica) => replica.close()));
    await server.stop();
    await removeDataDir(server.dataDir);
  }
}

/**
 * @param {unknown} error
 * @returns {Findings}
 */
const brokenOff = (error) => ({
  rows: [],
  deviations: [error instanceof Error ? error.message : String(error)],
});

/**
 * @param {import('@pawprint/testing').RabbitBroker} broker
 * @param {string} name
 */
async function addVirtualHost(broker, name) {
  await broker.ctl('add_vhost', name);
  await broker.ctl('set_permissions', '-p', name, 'guest', '.*', '.*', '.*');
  const url = new URL(broker.url);
  url.pathname = `/${name}`;
  return url.href;
}

/**
 * @param {string} stage
 * @param {readonly { name: string, log: () => string }[]} logs
 */
async function keepLogs(stage, logs) {
  const folder = join(ROOT, 'test-results', 'interop', stage);
  await mkdir(folder, { recursive: true });
  const files = logs.map(({ name, log }, index) => writeFile(join(folder, `${index}-${name}.log`), log()));
  await Promise.all(files);
  return folder;
}
