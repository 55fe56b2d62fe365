import {
  allEnded,
  createDatasetWith,
  createGate,
  followUntil,
  removeDataDir,
  startExtractorProcess,
  startServerProcess,
} from '@pawprint/testing';
import { expect, onTestFinished, test } from 'vitest';
import { gatedExtractor } from './gated-extractor.ts';

test('the job of a killed extractor succeeds in a later attempt, once its lease has run out', async () => {
  const gate = await createGate();
  const server = await startServerProcess({ env: { PAWPRINT_LEASE_SECONDS: '5' } });
  const start = () =>
    startExtractorProcess(gatedExtractor, {
      PAWPRINT_URL: server.url,
      PAWPRINT_KEY: server.client.options.key ?? '',
      GATE_URL: gate.url,
    });
  const first = start();
  onTestFinished(async () => {
    await server.kill();
    await gate.close();
    await removeDataDir(server.dataDir);
  });
  await first.output.waitFor(/at work for/);
  const { fileIds } = await createDatasetWith(server.client, [{ name: 'a.txt', content: 'a' }]);
  await gate.arrived(1);

  await first.kill();
  gate.open();
  const second = start();
  onTestFinished(() => second.kill());
  const jobs = await followUntil(server.client, { resource_id: fileIds[0] ?? '' }, allEnded(1));

  expect(jobs.size).toBe(1);
  const [id = ''] = jobs.keys();
  const job = await server.client.call('showJob', { params: { id } });
  expect(job?.state).toBe('SUCCEEDED');
  // Two, unless this machine stood still for as long as a lease.
  const lost = job?.attempts.slice(0, -1) ?? [];
  expect(new Set(lost.map(({ outcome }) => outcome))).toEqual(new Set(['LOST']));
  for (const { reason } of lost) expect(reason).toMatch(/lease/);
  const last = job?.attempts.at(-1);
  expect(last).toMatchObject({ number: lost.length + 1, outcome: 'SUCCEEDED' });
  expect(last?.instance_id).not.toBe(lost[0]?.instance_id);
  const metadata = await server.client.call('listFileMetadata', { params: { id: fileIds[0] ?? '' } });
  expect(metadata?.map((document) => document.content)).toEqual([{ passed: true, attempt: last?.number }]);
});
