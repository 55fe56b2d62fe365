import { createExtractor, type ExtractorDefinition, type Handle } from '@pawprint/extractor';
import type { ServerProcess } from '@pawprint/testing';
import { onTestFinished } from 'vitest';

/**
 * Runs an extractor inside the test's own process, until the test ends; for every file, unless `about` says otherwise.
 * Resolves once it is at work, which over HTTP means that it is registered.
 *
 * @param brokerUrl it gets its jobs from this broker, instead of over HTTP
 */
export const runExtractor = (
  server: ServerProcess,
  name: string,
  handle: Handle,
  about: Partial<ExtractorDefinition> = {},
  brokerUrl?: string,
): Promise<void> => {
  const extractor = createExtractor({ name, version: '1.0', process: { file: ['*/*'] }, handle, ...about });
  onTestFinished(() => extractor.stop());
  const key = server.client.options.key ?? '';
  const lane = brokerUrl === undefined ? { url: server.url, key } : { rabbitmq: { uri: brokerUrl } };
  return new Promise((resolve, reject) => {
    const info = (message: string): void => void (/at work for/.test(message) && resolve());
    const log = { info, warn: () => undefined, error: () => undefined };
    extractor.run({ ...lane, log, handleSignals: false, graceSeconds: 0 }).catch(reject);
  });
};
