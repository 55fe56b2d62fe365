import type { ReplayOutcome } from '@pawprint/protocol';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask, client } from '../api/client.ts';
import { keys } from '../api/query-keys.ts';

type Done = { readonly act: 'replayed'; readonly outcome: ReplayOutcome } | { readonly act: 'discarded' };

/** Both acts, and what the last of them did. */
export const useQuarantineActs = () => {
  const queries = useQueryClient();
  const [done, setDone] = useState<Done | null>(null);
  const onSettled = () => queries.invalidateQueries({ queryKey: keys.quarantine });
  const replay = useMutation({
    mutationFn: (id: string) => ask('replayQuarantined', { params: { id } }),
    onSuccess: (outcome) => setDone({ act: 'replayed', outcome }),
    onSettled,
  });
  const discard = useMutation({
    mutationFn: (id: string) => client.call('discardQuarantined', { params: { id } }),
    onSuccess: () => setDone({ act: 'discarded' }),
    onSettled,
  });
  return { replay, discard, done };
};

export type QuarantineActs = ReturnType<typeof useQuarantineActs>;
