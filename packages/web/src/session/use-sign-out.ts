import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { client } from '../api/client.ts';

/** Ends the session and forgets everything it could see. */
export const useSignOut = () => {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: () => client.call('signOut', { body: {} }),
    onSuccess: async () => {
      await navigate({ to: '/login' });
      queries.clear();
    },
  });
};
