import type { Operation } from '@pawprint/protocol';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { callRoute } from '../api/client.ts';
import { keys } from '../api/query-keys.ts';
import { type OperationPlan, previewOperation, startOperation } from './operation-plan.ts';

const REFRESH_MS = 500;

/**
 * The preview of an operation and, once it is started, the operation itself until it has ended. It goes on while its
 * dialog is closed.
 *
 * @param plan null: something has still to be chosen
 */
export const useOperation = (plan: OperationPlan | null, opened: boolean) => {
  const queries = useQueryClient();
  const [id, setId] = useState<string | null>(null);
  const preview = useQuery({
    queryKey: keys.operationPreview(JSON.stringify(plan)),
    queryFn: () =>
      plan === null ? Promise.reject(new Error('nothing is planned.')) : previewOperation(plan),
    enabled: opened && plan !== null && id === null,
    // Jobs change all the time: numbers that were counted before are not shown again.
    gcTime: 0,
    staleTime: 0,
  });
  const operation = useQuery({
    queryKey: keys.operation(id ?? ''),
    queryFn: ({ signal }) => callRoute('showOperation', { params: { id: id ?? '' }, signal }),
    enabled: id !== null,
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? REFRESH_MS : false),
  });
  const setOperation = (changed: Operation): void => {
    queries.setQueryData(keys.operation(changed.id), changed);
    setId(changed.id);
    void queries.invalidateQueries({ queryKey: keys.operationList });
  };
  const start = useMutation({ mutationFn: startOperation, onSuccess: setOperation });
  const stop = useMutation({
    mutationFn: (operationId: string) => callRoute('stopOperation', { params: { id: operationId } }),
    onSuccess: setOperation,
    // It may have ended just before.
    onError: () => void operation.refetch(),
  });
  return {
    preview,
    operation: id === null ? undefined : operation.data,
    error: start.error ?? operation.error,
    starting: start.isPending,
    stopping: stop.isPending,
    start: (planned: OperationPlan): void => {
      if (!start.isPending) start.mutate(planned);
    },
    stop: (): void => {
      if (id !== null && !stop.isPending) stop.mutate(id);
    },
    /** Forgets the operation, so that the next one can be planned. */
    reset: (): void => {
      setId(null);
      start.reset();
      stop.reset();
    },
  };
};

export type OperationControl = ReturnType<typeof useOperation>;
