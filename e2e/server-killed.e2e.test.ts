import type { Job } from '@pawprint/protocol';
import {
  allEnded,
  createDatasetWith,
  createGate,
  followUntil,
  freePort,
  newDataDir,
  removeDataDir,
  startExtractorProcess,
  startServerProcess,
} from '@pawprint/testing';
import { expect, onTestFinished, test } from 'vitest';
import { gatedExtractor } from './gated-extractor.ts';

const FILES = 6;

test('a server killed while jobs run loses none and stores nothing twice', async () => {
  const dataDir = await newDataDir();
  const gate = await createGate();
  const server = await startServerProcess({ dataDir, port: await freePort() });
  const extractor = startExtractorProcess(gatedExtractor, {
    PAWPRINT_URL: server.url,
    PAWPRINT_KEY: server.client.options.key ?? '',
    GATE_URL: gate.url,
    GATED_CONCURRENCY: '3',
  });
  onTestFinished(async () => {
    await extractor.kill();
    await gate.close();
    await removeDataDir(dataDir);
  });
  await extractor.output.waitFor(/at work for/);
  const files = Array.from({ length: FILES }, (_, n) => ({ name: `${n}.txt`, content: `file ${n}` }));
  const { datasetId, fileIds } = await createDatasetWith(server.client, files);
  await gate.arrived(3);
  // What the server has stored of them: an extractor goes on before its reports are answered.
  const isAtGate = ({ latest }: Job): boolean => latest?.message === 'At the gate.';
  const before = await followUntil(
    server.client,
    { dataset_id: datasetId },
    (jobs) => [...jobs.values()].filter(isAtGate).length === 3,
  );
  const running = [...before.values()].find(isAtGate)?.id ?? '';
  const eventsBefore = await server.client.call('listJobEvents', { params: { id: running } });

  await server.kill();
  gate.open();
  const again = await startServerProcess({ dataDir, port: Number(new URL(server.url).port) });
  onTestFinished(() => again.kill());
  const jobs = await followUntil(again.client, { dataset_id: datasetId }, allEnded(FILES));

  expect([...jobs.values()].map((job) => job.state)).toEqual(Array(FILES).fill('SUCCEEDED'));
  for (const id of fileIds) {
    const metadata = await again.client.call('listFileMetadata', { params: { id } });
    expect(metadata).toHaveLength(1);
  }
  const eventsAfter = await again.client.call('listJobEvents', { params: { id: running } });
  expect(eventsAfter?.items.slice(0, eventsBefore?.items.length)).toEqual(eventsBefore?.items);
  const messages = eventsAfter?.items.map((event) => event.message) ?? [];
  expect(messages.filter((message) => message === 'At the gate.')).toHaveLength(1);
  expect(messages.filter((message) => message === 'Through the gate.')).toHaveLength(1);
});
