import { createSlots } from '@pawprint/async';
import * as scrypt from 'better-auth/crypto';
import { RefusedRequest, refuse } from '../model/refusal.ts';

interface HashedPassword {
  readonly hash: string;
  readonly password: string;
}

/**
 * Hashes are computed in the four threads with which Node.js also reads files and looks up names, about 0.1 s each. Half of
 * the threads stay free for those, however many passwords come at once.
 */
const slots = createSlots({ inAll: 2, perCaller: 2, mostWaiting: 100, longestWaitMs: 5_000 });

/** Rejects with `RefusedRequest` where too many passwords wait already. */
export const hashPassword = (password: string): Promise<string> =>
  computeInTurn(() => scrypt.hashPassword(password));

/** Rejects with `RefusedRequest` where too many passwords wait already. */
export const verifyPassword = (hashed: HashedPassword): Promise<boolean> =>
  computeInTurn(() => scrypt.verifyPassword(hashed));

const computeInTurn = async <T>(compute: () => Promise<T>): Promise<T> => {
  const leave = await slots.enter('');
  if (leave === 'too_busy') throw new RefusedRequest(TOO_MANY_PASSWORDS);
  try {
    return await compute();
  } finally {
    leave();
  }
};

const TOO_MANY_PASSWORDS = {
  ...refuse('unavailable', 'Too many passwords are being checked at the moment. Try again in a few seconds.'),
  retryAfterS: 5,
};
