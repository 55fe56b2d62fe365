import { createExtractor } from '@pawprint/extractor';
import { handle } from './handle.ts';

const extractor = createExtractor({
  name: 'example.line-count',
  version: '1.0.0',
  process: { file: ['text/*'] },
  handle,
});

await extractor.run();
