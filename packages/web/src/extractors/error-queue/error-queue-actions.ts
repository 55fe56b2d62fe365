import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { callRoute } from '../../api/client.ts';
import { keys } from '../../api/query-keys.ts';
import { discardedText, replayedText } from './error-queue-messages.ts';

/** Which messages. Without `fingerprints`, all that are in the queue when the server gets the request. */
interface Selection {
  readonly fingerprints?: readonly string[];
  /** Replay also messages that were replayed before. */
  readonly again?: boolean;
}

/** Replays and discards messages of an extractor's error queue. `resultText` says what the last action did. */
export const useErrorQueueActions = (name: string) => {
  const queries = useQueryClient();
  const [resultText, setResultText] = useState('');
  const onSettled = () => queries.invalidateQueries({ queryKey: keys.errorQueue(name) });
  const replay = useMutation({
    mutationFn: ({ fingerprints, again = false }: Selection) =>
      callRoute('replayErrorQueue', {
        params: { name },
        body: { again, ...(fingerprints ? { fingerprints: [...fingerprints] } : {}) },
      }),
    onSuccess: (result) => setResultText(replayedText(result)),
    onSettled,
  });
  const discard = useMutation({
    mutationFn: ({ fingerprints }: Selection) =>
      callRoute('discardErrorQueue', {
        params: { name },
        body: fingerprints ? { fingerprints: [...fingerprints] } : {},
      }),
    onSuccess: ({ discarded }) => setResultText(discardedText(discarded)),
    onSettled,
  });
  return { replay, discard, resultText, pending: replay.isPending || discard.isPending };
};

export type ErrorQueueActions = ReturnType<typeof useErrorQueueActions>;
