import { createExtractor } from '@pawprint/extractor';
import { handle } from './handle.ts';

const extractor = createExtractor({
  name: 'pawprint.word-count',
  version: '1.0.0',
  description: 'Counts the lines, words and characters of text files.',
  process: { file: ['text/*'] },
  // The next text is fetched while one is counted.
  concurrency: 2,
  handle,
});

await extractor.run();
