import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../api/client.ts';
import { keys } from '../../api/query-keys.ts';
import { discardedWords, replayedWords } from './error-queue-words.ts';

/** Which messages. Without `fingerprints` all that are in the queue then. */
export interface Choice {
  readonly fingerprints?: readonly string[];
  /** Also such as were sent again before. */
  readonly again?: boolean;
}

/** Both acts, and what the last of them did, in words. */
export const useErrorQueueActs = (name: string) => {
  const queries = useQueryClient();
  const [said, say] = useState('');
  const onSettled = () => queries.invalidateQueries({ queryKey: keys.errorQueue(name) });
  const replay = useMutation({
    mutationFn: ({ fingerprints, again = false }: Choice) =>
      ask('replayErrorQueue', {
        params: { name },
        body: { again, ...(fingerprints ? { fingerprints: [...fingerprints] } : {}) },
      }),
    onSuccess: (done) => say(replayedWords(done)),
    onSettled,
  });
  const discard = useMutation({
    mutationFn: ({ fingerprints }: Choice) =>
      ask('discardErrorQueue', {
        params: { name },
        body: fingerprints ? { fingerprints: [...fingerprints] } : {},
      }),
    onSuccess: ({ discarded }) => say(discardedWords(discarded)),
    onSettled,
  });
  return { replay, discard, said, acting: replay.isPending || discard.isPending };
};

export type ErrorQueueActs = ReturnType<typeof useErrorQueueActs>;
