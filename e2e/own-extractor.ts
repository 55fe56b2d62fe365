import { createExtractor, type Handle } from '@pawprint/extractor';
import type { ServerProcess } from '@pawprint/testing';
import { onTestFinished } from 'vitest';

/** Runs an extractor for every file inside the test's own process, until the test ends. Resolves once it is registered. */
export const runExtractor = (server: ServerProcess, name: string, handle: Handle): Promise<void> => {
  const extractor = createExtractor({ name, version: '1.0', process: { file: ['*/*'] }, handle });
  onTestFinished(() => extractor.stop());
  const key = server.client.options.key ?? '';
  return new Promise((resolve, reject) => {
    const info = (message: string): void => void (/at work for/.test(message) && resolve());
    const log = { info, warn: () => undefined, error: () => undefined };
    extractor.run({ url: server.url, key, log, handleSignals: false, graceSeconds: 0 }).catch(reject);
  });
};
