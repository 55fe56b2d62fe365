// @ts-check
import { startRabbitBroker } from '@pawprint/testing';
import { runExample } from './run-example.mjs';
import { runFleet, runFleetThatLosesOne } from './run-fleet.mjs';
import { runSamples } from './run-samples.mjs';
import { withStage } from './stage.mjs';
import { tableOf } from './table.mjs';

const STAGES = [
  { name: 'samples', title: 'Every sample, a text and an image', work: runSamples },
  { name: 'example', title: 'Our example, an XML file and a broken one', work: runExample },
  { name: 'fleet', title: '50 files, 3 replicas', work: runFleet },
  {
    name: 'fleet-loses-one',
    title: '50 files, 3 replicas, one killed with a job',
    work: runFleetThatLosesOne,
  },
];

/**
 * @param {import('./pyclowder.mjs').Pyclowder} pyclowder
 * @returns {Promise<boolean>} whether all was as it must be
 */
export async function runInterop(pyclowder) {
  const broker = await startRabbitBroker();
  let deviations = 0;
  try {
    for (const { name, title, work } of STAGES) {
      const findings = await withStage(pyclowder, broker, name, work);
      process.stdout.write(`${title}\n${tableOf(findings.rows)}${sizeOf(findings.searchedBytes)}`);
      for (const deviation of findings.deviations) process.stdout.write(`  NOT SO: ${deviation}\n`);
      process.stdout.write('\n');
      deviations += findings.deviations.length;
    }
  } finally {
    await broker.close();
  }
  process.stdout.write(deviations === 0 ? 'All as it must be.\n' : 'Not all is as it must be.\n');
  return deviations === 0;
}

/** @param {number} bytes */
const sizeOf = (bytes) =>
  `  ${(bytes / 1e6).toFixed(0)} MB of data, messages and logs searched for the uploader's key and password\n`;
