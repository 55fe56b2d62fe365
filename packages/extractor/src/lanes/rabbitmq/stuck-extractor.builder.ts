import { createExtractor } from '../../extractor.ts';

/** A program whose job never ends, to be killed in the middle of it. RABBITMQ_URI and RABBITMQ_QUEUE say where. */
await createExtractor({
  name: 'test.stuck',
  version: '1.0.0',
  process: { file: ['*'] },
  handle: () => new Promise(() => undefined),
}).run();
