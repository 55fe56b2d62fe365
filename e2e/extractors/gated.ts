import { createExtractor, succeed } from '@pawprint/extractor';

/**
 * Reports progress, waits at the gate of the test that started it, uploads metadata and ends. While it waits, a test can
 * kill it or the server in the middle of a job.
 */
await createExtractor({
  name: process.env['GATED_NAME'] ?? 'e2e.gated',
  version: '1.0',
  process: { file: ['*/*'] },
  concurrency: Number(process.env['GATED_CONCURRENCY'] ?? 1),
  async handle(job, ctx) {
    ctx.progress(0.25, 'At the gate.');
    await fetch(process.env['GATE_URL'] ?? '', { signal: ctx.signal });
    await ctx.uploadMetadata({ passed: true, attempt: job.attempt });
    return succeed('Through the gate.');
  },
}).run();
