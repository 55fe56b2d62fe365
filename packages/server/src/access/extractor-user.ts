import { v7 as uuidv7 } from 'uuid';
import type { UserCaller } from '../http/caller.ts';
import type { Database } from '../store/database.ts';
import { userCallerOf, userFields } from './user-caller.ts';

/** A reserved domain (RFC 2606): no mail will ever go there, and nobody can have the address. */
const EMAIL = 'sample-extractors@pawprint.invalid';

/** Whom the sample extractors act for. Has no password, so nobody signs in as it. */
export const ensureExtractorUser = async (db: Database): Promise<UserCaller> => {
  await db
    .insertInto('users')
    .values({ id: uuidv7(), name: 'Sample extractors', email: EMAIL, role: 'extractor' })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .execute();
  const user = await db
    .selectFrom('users')
    .select(userFields)
    .where('email', '=', EMAIL)
    .executeTakeFirstOrThrow();
  return userCallerOf(user);
};
