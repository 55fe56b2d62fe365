import { createExtractor } from '@pawprint/extractor';
import { handle } from './handle.ts';

const extractor = createExtractor({
  name: 'pawprint.file-digest',
  version: '1.0.0',
  description: 'Computes the MD5, SHA-1 and SHA-256 digests of every file, and its size in bytes.',
  process: { file: ['*/*'] },
  // The next file is fetched while one is hashed.
  concurrency: 2,
  handle,
});

await extractor.run();
