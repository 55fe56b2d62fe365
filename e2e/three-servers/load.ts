import { retry } from '@pawprint/async';
import { type Client, followJobs } from '@pawprint/protocol';
import { onTestFinished } from 'vitest';

/** A pause after an upload that failed, since a server, the database or the bucket is away. */
const BACKOFF = { firstMs: 50, longestMs: 1_000 };

/** Clients upload files of one dataset each. What was not confirmed is uploaded again. */
export const uploadFiles = async (
  client: Client,
  { uploads, clients }: { readonly uploads: number; readonly clients: number },
  /** Resolves when the upload of this number, from 0, may begin. */
  admit: (n: number) => Promise<void>,
  onConfirmed: (id: string, content: string) => void,
): Promise<void> => {
  let next = 0;
  const uploadMany = async (who: number): Promise<void> => {
    const created = await retry(
      () => client.call('createDataset', { body: { name: `Plots of client ${who}` } }),
      BACKOFF,
    );
    while (next < uploads) {
      const n = next;
      next += 1;
      await admit(n);
      const content = `plot ${n} of client ${who}`;
      onConfirmed(
        await retry(() => upload(client, created?.id ?? '', `plot-${n}.txt`, content), BACKOFF),
        content,
      );
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, who) => uploadMany(who)));
};

const upload = async (client: Client, datasetId: string, name: string, content: string): Promise<string> => {
  const body = new FormData();
  body.append('file', new Blob([content]), name);
  const response = await client.fetch('uploadToDataset', { params: { id: datasetId } }, { body });
  const { id } = (await response.json()) as { id?: string };
  if (id === undefined) throw new Error('the answer names no file');
  return id;
};

/** All jobs, as one stream shows them. */
export interface FollowedJobs {
  /** Resolves when all these files have so many jobs, and all jobs that the stream has shown are over. */
  readonly over: (fileIds: ReadonlySet<string>, jobsPerFile: number) => Promise<void>;
}

export const followAllJobs = (client: Client): FollowedJobs => {
  const filesOfJobs = new Map<string, string>();
  const open = new Set<string>();
  let onJob = (): void => undefined;
  const stream = followJobs(
    client,
    { after: 0 },
    {
      onJob({ id, resource, finished_at }) {
        filesOfJobs.set(id, resource.id);
        if (finished_at === null) open.add(id);
        else open.delete(id);
        onJob();
      },
    },
  );
  onTestFinished(() => stream.close());
  const isOver = (fileIds: ReadonlySet<string>, jobsPerFile: number): boolean => {
    // Of a hundred thousand jobs, only when none is open: this is asked at every update.
    if (open.size > 0) return false;
    const ofFiles = [...filesOfJobs.values()].filter((file) => fileIds.has(file));
    return ofFiles.length >= fileIds.size * jobsPerFile;
  };
  return {
    over: (fileIds, jobsPerFile) =>
      new Promise((resolve) => {
        onJob = () => void (isOver(fileIds, jobsPerFile) && resolve());
        onJob();
      }),
  };
};

/** What one stream has shown of a job's events. */
export interface FollowedEvents {
  readonly jobId: string;
  readonly seqs: readonly number[];
  /** Resolves when it has shown this event, or a later one. */
  readonly seen: (seq: number) => Promise<void>;
}

export const followEvents = (client: Client, jobId: string): FollowedEvents => {
  const seqs: number[] = [];
  let onEvent = (): void => undefined;
  const stream = followJobs(
    client,
    { job_id: jobId, after: 0 },
    {
      onEvent({ seq }) {
        seqs.push(seq);
        onEvent();
      },
    },
  );
  onTestFinished(() => stream.close());
  return {
    jobId,
    seqs,
    seen: (seq) =>
      new Promise((resolve) => {
        onEvent = () => void (seqs.some((each) => each >= seq) && resolve());
        onEvent();
      }),
  };
};
