// @ts-check
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ADMIN, removeDataDir, startServerProcess, traceMessages } from '@pawprint/testing';
import { ROOT } from '../steps/run-step.mjs';
import { runPulledJob } from './pulled-job.mjs';
import { startReplica } from './replica.mjs';
import { dumpDatabase, readAllFiles, searchForSecrets } from './secret-search.mjs';

/**
 * @typedef {object} Stage a new server on a new virtual host, without extractors
 * @property {import('@pawprint/protocol').Client} client
 * @property {(sample: import('./samples.mjs').Sample, programs?: string) => Promise<import('./replica.mjs').Replica>} start
 * @property {(jobId: string, script: string) => Promise<import('./pulled-job.mjs').PulledRun>} runPulled takes a job home
 *   and runs it there
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

/** Of the person who uploads. Extractors are to get none of them, and nothing is to keep them. */
const SECRETS = [ADMIN.key, ADMIN.password];

/**
 * Runs one stage, then searches what the server stored, all messages and all logs for the uploader's key and password.
 * @param {import('./pyclowder.mjs').Pyclowder} pyclowder
 * @param {import('@pawprint/testing').RabbitBroker} broker
 * @param {string} name of the stage: of its virtual host, and of its logs where it deviates
 * @param {(stage: Stage) => Promise<Findings>} work
 * @returns {Promise<Findings & { searchedBytes: number }>}
 */
export async function withStage(pyclowder, broker, name, work) {
  const brokerUrl = await addVirtualHost(broker, name);
  const trace = await traceMessages(broker, { name, url: brokerUrl });
  const server = await startServerProcess({ env: { RABBITMQ_URI: brokerUrl } });
  /** @type {import('./replica.mjs').Replica[]} */
  const replicas = [];
  /** @type {Stage['start']} */
  const start = async (sample, programs) => {
    const replica = await startReplica(pyclowder, sample, brokerUrl, programs);
    replicas.push(replica);
    return replica;
  };
  const { client } = server;
  /** @type {Stage['runPulled']} */
  const runPulled = (jobId, script) => runPulledJob(pyclowder, client, jobId, script);
  try {
    const findings = await work({ client, start, runPulled }).catch(brokenOff);
    await Promise.all(replicas.map((replica) => replica.close()));
    await server.stop();
    const logs = [{ name: 'server', log: () => server.output.text() }, ...replicas];
    const search = await searchStage(server.dataDir, trace.messages(), logs);
    const deviations = [...findings.deviations, ...search.deviations];
    if (deviations.length > 0) deviations.push(`logs are in ${await keepLogs(name, logs)}`);
    return { rows: findings.rows, deviations, searchedBytes: search.bytes };
  } finally {
    await Promise.all(replicas.map((replica) => replica.close()));
    await server.stop();
    await trace.close();
    await removeDataDir(server.dataDir);
  }
}

/**
 * @param {string} dataDir of the stopped server
 * @param {readonly string[]} messages
 * @param {readonly { name: string, log: () => string }[]} logs
 */
async function searchStage(dataDir, messages, logs) {
  const searched = [
    { place: 'data directory', contents: await readAllFiles(dataDir), known: ADMIN.email },
    { place: 'database', contents: await dumpDatabase(dataDir), known: ADMIN.email },
    { place: 'traffic of the broker', contents: messages, known: '"secretKey"' },
    { place: 'logs', contents: logs.map(({ log }) => log()), known: 'StatusMessage' },
  ];
  return searchForSecrets(searched, SECRETS);
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
