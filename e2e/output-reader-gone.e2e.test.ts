import { createDatasetWith, removeDataDir, startServerProcess } from '@pawprint/testing';
import { expect, onTestFinished, test } from 'vitest';

test('a server goes on after the reader of its output has ended', async () => {
  const server = await startServerProcess({ env: { PAWPRINT_LOG_LEVEL: 'debug' } });
  onTestFinished(() => removeDataDir(server.dataDir));
  server.process.stdout?.destroy();
  server.process.stderr?.destroy();

  const { fileIds } = await createDatasetWith(server.client, [{ name: 'a.txt', content: 'a' }]);
  expect(fileIds).toHaveLength(1);
  expect(await server.stop()).toBe(0);
});
