import { useMutation, useQueryClient } from '@tanstack/react-query';
import { keys } from '../api/query-keys.ts';

/** Changes the alert rules, and shows them as they are then. */
export const useAlertChange = <Input = void>(
  change: (input: Input) => Promise<unknown>,
  onDone: () => void = () => undefined,
) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: keys.alertRules });
      onDone();
    },
  });
};
