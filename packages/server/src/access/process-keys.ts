import { randomBytes } from 'node:crypto';
import type { UserCaller } from '../http/caller.ts';

export interface ProcessKeys {
  /** A key of this user that works until this process ends, and is written nowhere. */
  issue(user: UserCaller): string;
  find(key: string): UserCaller | undefined;
}

/** Keys for what a server starts and stops itself. */
export const createProcessKeys = (): ProcessKeys => {
  const users = new Map<string, UserCaller>();
  return {
    issue: (user) => {
      const key = `process_${randomBytes(32).toString('base64url')}`;
      users.set(key, user);
      return key;
    },
    find: (key) => users.get(key),
  };
};
