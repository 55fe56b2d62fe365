import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { callRoute } from '../api/client.ts';
import { keys, type ResourceKey } from '../api/query-keys.ts';
import type { JobRequest } from './job-draft.ts';

/** Submits one file or dataset. Its extractions are requested again, for a page that has no live updates of them. */
export const useSubmitResource = ({ type, id }: ResourceKey) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (request: JobRequest) => {
      const route = type === 'file' ? 'submitFileExtraction' : 'submitDatasetExtraction';
      const { job_id } = await callRoute(route, { params: { id }, body: request });
      return { jobId: job_id, extractor: request.extractor };
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.extractions({ type, id }) }),
  });
};

/** Large enough to be quick, small enough for the progress to be seen. */
const BATCH_SIZE = 250;

export interface SubmitFilesResult extends BatchesResult {
  readonly request: JobRequest;
}

interface SubmitFilesProgress {
  readonly done: number;
  readonly total: number;
}

/** Submits many files of a dataset. It goes on while the dialog is closed, and the result is kept until `reset`. */
export const useSubmitFiles = (datasetId: string) => {
  const queries = useQueryClient();
  const [progress, setProgress] = useState<SubmitFilesProgress | null>(null);
  const [result, setResult] = useState<SubmitFilesResult | null>(null);
  const abort = useRef(new AbortController());
  const submit = async (request: JobRequest, fileIds: readonly string[]): Promise<void> => {
    const jobsBefore = result?.jobs ?? [];
    abort.current = new AbortController();
    setProgress({ done: 0, total: fileIds.length });
    const batches = await submitInBatches({
      fileIds,
      size: BATCH_SIZE,
      send: (batch) =>
        callRoute('submitDatasetFiles', {
          params: { id: datasetId },
          body: { ...request, file_ids: [...batch] },
        }),
      onProgress: (jobs) => setProgress({ done: jobs, total: fileIds.length }),
      signal: abort.current.signal,
    });
    setResult({ ...batches, jobs: [...jobsBefore, ...batches.jobs], request });
    setProgress(null);
    await queries.invalidateQueries({ queryKey: keys.extractorList });
  };
  return {
    progress,
    result,
    submit,
    stop: () => abort.current.abort(),
    reset: () => setResult(null),
  };
};

interface SubmittedJob {
  readonly file_id: string;
  readonly job_id: string;
}

interface BatchAnswer {
  readonly jobs: readonly SubmittedJob[];
  /** Why the rest of the batch was not submitted; null if all of it was. */
  readonly stopped: string | null;
}

interface BatchesResult {
  readonly jobs: readonly SubmittedJob[];
  /** The files that got no job, in their order. */
  readonly remaining: readonly string[];
  /** Why some got none; null if all got one, or a person stopped it. */
  readonly error: unknown;
}

interface Batches {
  readonly fileIds: readonly string[];
  readonly size: number;
  readonly send: (fileIds: readonly string[]) => Promise<BatchAnswer>;
  readonly onProgress: (jobs: number) => void;
  readonly signal: AbortSignal;
}

/**
 * Submits files batch by batch, so that the progress is known and it can be stopped between two batches. No file is sent
 * twice; the files that got no job are returned.
 */
export const submitInBatches = async ({
  fileIds,
  size,
  send,
  onProgress,
  signal,
}: Batches): Promise<BatchesResult> => {
  const jobs: SubmittedJob[] = [];
  for (let at = 0; at < fileIds.length; at += size) {
    const remaining = fileIds.slice(at);
    if (signal.aborted) return { jobs, remaining, error: null };
    const answer = await send(remaining.slice(0, size)).catch((error: unknown) => ({ error }));
    if ('error' in answer) return { jobs, remaining, error: answer.error };
    jobs.push(...answer.jobs);
    onProgress(jobs.length);
    if (answer.stopped === null) continue;
    const submitted = new Set(answer.jobs.map(({ file_id }) => file_id));
    return {
      jobs,
      remaining: remaining.filter((id) => !submitted.has(id)),
      error: new Error(answer.stopped),
    };
  }
  return { jobs, remaining: [], error: null };
};
