import type { KeyScope, NewApiKey } from '@pawprint/protocol';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { callRoute } from '../api/client.ts';
import { keys } from '../api/query-keys.ts';

interface KeyDraft {
  readonly name: string;
  readonly scopes: readonly KeyScope[];
  /** After so many days it expires; null: never. */
  readonly days: number | null;
}

/** Creates a key of the person who is signed in. The answer is the only one that contains it. */
export const useCreateKey = (onCreated: (key: NewApiKey) => void) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ name, scopes, days }: KeyDraft) =>
      callRoute('createKey', { body: { name, scopes: [...scopes], expires_in_days: days } }),
    onSuccess: async (created) => {
      onCreated(created);
      await queries.invalidateQueries({ queryKey: keys.apiKeys });
    },
  });
};
