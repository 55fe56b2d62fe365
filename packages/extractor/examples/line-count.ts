import { pathToFileURL } from 'node:url';
import { createExtractor, type Job, type JobContext, type Outcome, skip, succeed } from '@pawprint/extractor';

/** Counts the lines of a text; `parameters.skipEmpty` leaves the empty ones out. */
export const countLines = async (job: Job, ctx: JobContext): Promise<Outcome> => {
  if (job.sizeBytes === 0) return skip('an empty file has no lines');
  const skipEmpty = job.parameters['skipEmpty'] === true;
  let lines = 0;
  let rest = '';
  for await (const chunk of ctx.input.stream().setEncoding('utf8') as AsyncIterable<string>) {
    const pieces = (rest + chunk).split('\n');
    rest = pieces.pop() ?? '';
    lines += pieces.filter((line) => !skipEmpty || line !== '').length;
  }
  if (rest) lines += 1;
  await ctx.uploadMetadata({ lines });
  return succeed(`${lines} lines`);
};

export const lineCount = createExtractor({
  name: 'example.line-count',
  version: '1.0.0',
  description: 'Counts the lines of texts.',
  process: { file: ['text/*'] },
  parameters: {
    type: 'object',
    properties: { skipEmpty: { type: 'boolean', title: 'Leave empty lines out', default: false } },
  },
  handle: countLines,
});

// Run as a program (`node line-count.ts`), not when a test imports it.
if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await lineCount.run();
