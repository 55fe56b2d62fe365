import { markStillAwaited, putBackAbandoned } from '../../store/jobs/unconfirmed.ts';
import type { DispatchPorts } from './ports.ts';

/** Three times the pause after which a server says again that it waits: no busy minute makes it look dead. */
const ABANDONED_MS = 30_000;
export const GUARD_UNCONFIRMED_MS = 10_000;

/**
 * Says of every message the broker has not answered yet that this server waits for it, and takes those back that no
 * server waits for any more: theirs died. Such a message may be in the broker all the same; then the job is sent twice,
 * and the second start shows it. Answers how many were taken back.
 */
export const guardUnconfirmed = async ({
  db,
  now,
  lateAnswers,
}: Pick<DispatchPorts, 'db' | 'now' | 'lateAnswers'>): Promise<number> => {
  await markStillAwaited(db, lateAnswers.awaited(), now());
  return putBackAbandoned(db, now() - ABANDONED_MS);
};
