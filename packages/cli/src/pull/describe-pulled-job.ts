import type { JobWithAttempts } from '@pawprint/protocol';

/** What is in the folder of a pulled job, and how the job is run there. */
export const describePulledJob = (job: JobWithAttempts, input: string): string => {
  const error = job.error === null ? '' : `\n> ${job.error.message.split('\n').join('\n> ')}\n`;
  return `# Job ${job.id}

${job.extractor}${job.extractor_version === null ? '' : ` ${job.extractor_version}`} on ${job.resource.type} ${job.resource.name}: ${job.state}.
${error}
Run it here, without a server. Nothing is sent anywhere; what the extractor makes is written to \`outputs/\`.

An extractor on Pawprint's SDK, in its own folder:

    PAWPRINT_JOB_FOLDER=<this folder> node line-count.ts

One on pyClowder, with the Python that has pyClowder and what the extractor imports:

    python3 run_pyclowder.py <the extractor's folder>/wordcount.py

| file | what it is |
|---|---|
| \`${input}\` | ${job.resource.type === 'file' ? 'the file' : 'the files of the dataset, as a zip'}, as it is now |
| \`message.json\` | what the extractor is given, without the job's credential. Change \`parameters\` to try others |
| \`job.json\` | the job with its attempts, as the server shows it |
| \`log.txt\` | its events |
| \`environment.json\` | where the last attempt ran, as far as the server knows |
| \`answers.json\`, \`input/*.json\` | what a pyClowder extractor may ask the server for |
`;
};
