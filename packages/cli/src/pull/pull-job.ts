import type { Client, JobWithAttempts } from '@pawprint/protocol';
import { describePulledJob } from './describe-pulled-job.ts';
import { type PulledInput, pullInput } from './pull-input.ts';
import { createPulledFolder } from './pulled-folder.ts';

/**
 * Fetches into a folder what runs a job again: its input, message, parameters, log, and what is known of where it ran.
 * The job's credential is not among it, and what may be fetched is what the client's key may see.
 *
 * @param path of a folder that is new or empty. Default: `job-` and the job's id, in the current one.
 * @returns the path, and the text that says how to run the job there
 */
export const pullJob = async (
  client: Client,
  id: string,
  path = `job-${id}`,
): Promise<{ readonly path: string; readonly text: string }> => {
  const job = given(await client.call('showJob', { params: { id } }));
  const folder = await createPulledFolder(path);
  const input = await pullInput(client, job, folder);
  await folder.writeJson('job.json', job);
  await folder.writeJson('message.json', await readMessage(client, job, input));
  await folder.writeJson('environment.json', await readEnvironment(client, job));
  const asText = { headers: { accept: 'text/plain' } };
  await folder.writeBody('log.txt', await client.fetch('listJobEvents', { params: { id } }, asText));
  await folder.copyIn('run_pyclowder.py', new URL('../../assets/run_pyclowder.py', import.meta.url));
  const text = describePulledJob(job, input.file);
  await folder.writeText('README.md', text);
  return { path, text };
};

const given = <Answer>(answer: Answer | undefined): Answer => {
  if (answer === undefined) throw new Error('The server gave no answer.');
  return answer;
};

/** The fields of both lanes' messages: the same folder is read by the SDK and by pyClowder. */
const readMessage = async (client: Client, job: JobWithAttempts, input: PulledInput) => {
  const { message } = given(await client.call('showJobMessage', { params: { id: job.id } }));
  const { secretKey: _, notifies: __, ...sent } = message ?? {};
  return {
    id: job.resource.id,
    datasetId: job.dataset_id ?? '',
    routing_key: `extractors.${job.extractor}`,
    ...sent,
    job_id: job.id,
    attempt: Math.max(1, job.attempt_count),
    extractor: job.extractor,
    resource: job.resource,
    filename: job.resource.type === 'file' ? job.resource.name : null,
    input: input.file,
    mime_type: input.mimeType,
    size_bytes: input.sizeBytes,
    parameters: job.parameters,
    trigger: job.trigger,
  };
};

/** Where the last attempt ran, as far as the server knows. */
const readEnvironment = async (client: Client, job: JobWithAttempts) => {
  const last = job.attempts.at(-1);
  const { version } = given(await client.call('showVersion', {}));
  const instances = await client
    .call('listInstances', { params: { name: job.extractor } })
    .catch(() => undefined);
  return {
    server_version: version,
    extractor: job.extractor,
    extractor_version: last?.extractor_version ?? job.extractor_version,
    instance: instances?.find(({ id }) => id === last?.instance_id) ?? null,
  };
};
