import { createDatasetWith, removeDataDir, startServerProcess } from '@pawprint/testing';
import { expect, onTestFinished, test } from 'vitest';

test('a server whose output nobody reads any more works on, and stops as it is asked to', async () => {
  const server = await startServerProcess({ env: { PAWPRINT_LOG_LEVEL: 'debug' } });
  onTestFinished(() => removeDataDir(server.dataDir));
  server.process.stdout?.destroy();
  server.process.stderr?.destroy();

  const { fileIds } = await createDatasetWith(server.client, [{ name: 'a.txt', content: 'a' }]);
  expect(fileIds).toHaveLength(1);
  expect(await server.stop()).toBe(0);
});
