export interface SubmittedJob {
  readonly file_id: string;
  readonly job_id: string;
}

interface BatchAnswer {
  readonly jobs: readonly SubmittedJob[];
  /** Why the rest of the batch was not submitted; null where it was. */
  readonly stopped: string | null;
}

export interface BatchesDone {
  readonly jobs: readonly SubmittedJob[];
  /** Files that have no job of this submission yet, in their order. */
  readonly rest: readonly string[];
  /** What came in between; null where all was done or somebody stopped it. */
  readonly trouble: unknown;
}

interface Batches {
  readonly fileIds: readonly string[];
  readonly size: number;
  readonly send: (fileIds: readonly string[]) => Promise<BatchAnswer>;
  readonly onProgress: (jobs: number) => void;
  readonly signal: AbortSignal;
}

/**
 * Submits many files, so many at a time: how far it is can be shown, it can be stopped between two batches, and what is
 * done stands. Nothing is sent twice: what is left over is named.
 */
export const submitInBatches = async ({
  fileIds,
  size,
  send,
  onProgress,
  signal,
}: Batches): Promise<BatchesDone> => {
  const jobs: SubmittedJob[] = [];
  for (let at = 0; at < fileIds.length; at += size) {
    const rest = (): readonly string[] => fileIds.slice(at);
    if (signal.aborted) return { jobs, rest: rest(), trouble: null };
    const batch = fileIds.slice(at, at + size);
    const answer = await send(batch).catch((trouble: unknown) => ({ trouble }));
    if ('trouble' in answer) return { jobs, rest: rest(), trouble: answer.trouble };
    jobs.push(...answer.jobs);
    onProgress(jobs.length);
    if (answer.stopped === null) continue;
    const done = new Set(answer.jobs.map(({ file_id }) => file_id));
    return { jobs, rest: rest().filter((id) => !done.has(id)), trouble: new Error(answer.stopped) };
  }
  return { jobs, rest: [], trouble: null };
};
