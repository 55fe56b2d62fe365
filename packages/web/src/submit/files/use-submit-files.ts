import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { ask } from '../../api/client.ts';
import { keys } from '../../api/query-keys.ts';
import type { Order } from '../use-order.ts';
import { type BatchesDone, submitInBatches } from './submit-in-batches.ts';

/** Long enough that it is quick, short enough that one sees it move. */
const BATCH = 250;

export interface FilesDone extends BatchesDone {
  readonly order: Order;
}

interface Running {
  readonly done: number;
  readonly of: number;
}

/** Submits many files of a dataset; goes on when the dialog is closed, and is told when it is opened again. */
export const useSubmitFiles = (datasetId: string) => {
  const queries = useQueryClient();
  const [running, setRunning] = useState<Running | null>(null);
  const [outcome, setOutcome] = useState<FilesDone | null>(null);
  const stopper = useRef(new AbortController());
  const submit = async (order: Order, fileIds: readonly string[]): Promise<void> => {
    const before = outcome?.jobs ?? [];
    stopper.current = new AbortController();
    setRunning({ done: 0, of: fileIds.length });
    const done = await submitInBatches({
      fileIds,
      size: BATCH,
      send: (batch) =>
        ask('submitDatasetFiles', { params: { id: datasetId }, body: { ...order, file_ids: [...batch] } }),
      onProgress: (jobs) => setRunning({ done: jobs, of: fileIds.length }),
      signal: stopper.current.signal,
    });
    setOutcome({ ...done, jobs: [...before, ...done.jobs], order });
    setRunning(null);
    await queries.invalidateQueries({ queryKey: keys.extractorList });
  };
  return {
    running,
    outcome,
    submit,
    stop: () => stopper.current.abort(),
    reset: () => setOutcome(null),
  };
};
