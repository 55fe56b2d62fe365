import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { type Credentials, chooseReturnPath, signIn } from './sign-in.ts';

/** Signs somebody in and opens the page that they wanted. */
export const useEnter = (): ((credentials: Credentials, back?: string) => Promise<void>) => {
  const queries = useQueryClient();
  const router = useRouter();
  return async (credentials, back) => {
    await signIn(credentials);
    // What a visitor was answered is not what this person is answered.
    queries.removeQueries();
    router.history.push(chooseReturnPath(back));
  };
};
