// Counts the lines of files. A whole extractor for Pawprint.
import { createExtractor, type Job, type JobContext, succeed } from '@pawprint/extractor';

/** Your work: makes metadata of a file. What it throws makes the job fail. */
const countLines = async (job: Job, ctx: JobContext) => {
  let lines = 0;
  let bytes = 0;
  for await (const chunk of ctx.input.stream()) {
    lines += chunk.toString('latin1').split('\n').length - 1;
    bytes += chunk.length;
    ctx.progress(bytes / (job.sizeBytes ?? bytes), `${bytes} bytes are here.`);
  }
  await ctx.uploadMetadata({ lines, bytes });
  return succeed(`${lines} lines`);
};

const extractor = createExtractor({
  name: 'example.line-count',
  version: '1.0.0',
  process: { file: ['text/*'] },
  handle: countLines,
});

await extractor.run();
