import { useMe } from './session.ts';

/** Whether this person looks after the instance. The server decides again with every request. */
export const useIsAdmin = (): boolean => useMe()?.role === 'admin';
