import { type Job, type JobContext, skip, succeed } from '@pawprint/extractor';

/** Your work: makes metadata of a file. What it throws makes the job fail, with the message of the error. */
export const handle = async (job: Job, ctx: JobContext) => {
  if (job.sizeBytes === 0) return skip('The file is empty.');
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
