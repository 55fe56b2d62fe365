import { createExtractor } from '@pawprint/extractor';
import { handle } from './handle.ts';

const extractor = createExtractor({
  name: 'pawprint.image-preview',
  version: '1.0.0',
  description: 'Reads the dimensions and EXIF facts of images, and makes a preview and a thumbnail.',
  process: { file: ['image/*'] },
  handle,
});

await extractor.run();
