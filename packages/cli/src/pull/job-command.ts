import type { Client } from '@pawprint/protocol';
import type { Output } from '../progress.ts';
import { pullJob } from './pull-job.ts';

export interface JobCommand {
  readonly command: 'job';
  readonly url: string;
  readonly key: string;
  readonly request: {
    readonly action: 'pull';
    readonly id: string;
    /** Undefined: one of the job's own, in the current folder. */
    readonly folder: string | undefined;
  };
}

/** What is asked for, or why it cannot be. A job is named by its id, or by the address of its page. */
export const parseJobRequest = ([action, job, folder, ...others]: readonly string[]):
  | JobCommand['request']
  | { readonly problem: string } => {
  if (action !== 'pull') return { problem: `What to do with a job is pull, not ${action ?? 'nothing'}.` };
  if (job === undefined) return { problem: 'Which job to pull is not given.' };
  if (others.length > 0) return { problem: `One job and one folder, not ${others.join(' ')} as well.` };
  const id = UUID.exec(job)?.[0].toLowerCase();
  if (id === undefined) return { problem: `${job} is neither the id of a job nor the address of its page.` };
  return { action, id, folder };
};

/** Also of a page's address, which ends with it, or goes on with the place of an event. */
const UUID = /(?<=^|\/)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(?=$|[/?#])/i;

export const runJobCommand = async (
  client: Client,
  { request: { id, folder } }: JobCommand,
  stdout: Output,
): Promise<void> => {
  const { path, text } = await pullJob(client, id, folder);
  stdout.write(`${text}\nThis is in ${path}/README.md, too.\n`);
};

export const JOB_HELP = `pawprint job: takes a job home

  pawprint job pull JOB [FOLDER]   fetches its input, message, parameters, log and what is known of where it ran, and
                                   says how to run the extractor on them without a server. JOB is its id, or the
                                   address of its page. FOLDER is new or empty; default: job-, then the id

  --url URL   the server; default PAWPRINT_URL, else http://127.0.0.1:9000
  --key KEY   an API key of somebody who sees the job; default PAWPRINT_KEY. No key is written into the folder
  -h, --help  this text

Examples
  PAWPRINT_KEY=… pawprint job pull 01a2b3c4-5d6e-7f80-9a1b-2c3d4e5f6071
  PAWPRINT_KEY=… pawprint job pull http://127.0.0.1:9000/jobs/01a2b3c4-5d6e-7f80-9a1b-2c3d4e5f6071 broken-scan
  PAWPRINT_JOB_FOLDER=broken-scan node line-count.ts
  python3 broken-scan/run_pyclowder.py wordcount/wordcount.py
`;
