import type { AccountRole, ActName } from '@pawprint/protocol';
import type { UserCaller } from '../../model/caller.ts';
import { type Refusal, refuse, USER_NOT_FOUND } from '../../model/refusal.ts';
import { storableText } from '../../model/storable.ts';
import { type Account, countAdministrators, lockAccount, lockAdministration } from '../../store/accounts.ts';
import { recordAct } from '../../store/audit.ts';
import type { DatabaseTransaction } from '../../store/database.ts';
import { timeOrNull } from '../../store/instant-column.ts';
import { revokeInvitationsBy } from '../../store/invitations.ts';
import { requireAdministrator } from '../require-resource.ts';
import { DAY_MS } from './links.ts';
import type { AccountPorts } from './ports.ts';

export const setAccountRole = (
  ports: AccountPorts,
  by: UserCaller,
  id: string,
  role: AccountRole,
): Promise<Refusal | undefined> =>
  manageAccount(ports, by, id, 'account.set_role', async (trx, account) => {
    if (role !== 'admin') {
      const refusal = await endAdministration(ports, trx, account);
      if (refusal) return refusal;
    }
    await trx.updateTable('users').set({ role }).where('id', '=', id).execute();
    return { from: account.role, to: role };
  });

interface Ban {
  readonly reason: string;
  /** Null: until it is lifted. */
  readonly days: number | null;
}

/** Ends the sessions, too. Keys and the credentials of jobs do nothing as long as the ban lasts. */
export const banAccount = (
  ports: AccountPorts,
  by: UserCaller,
  id: string,
  { reason, days }: Ban,
): Promise<Refusal | undefined> =>
  manageAccount(ports, by, id, 'account.ban', async (trx, account) => {
    if (id === by.id) return NOT_ONESELF;
    const refusal = await endAdministration(ports, trx, account);
    if (refusal) return refusal;
    const until = timeOrNull(days === null ? null : ports.now() + days * DAY_MS);
    await trx
      .updateTable('users')
      .set({ banned: true, ban_reason: storableText(reason), ban_expires: until })
      .where('id', '=', id)
      .execute();
    await deleteSessions(trx, id);
    return { reason, until };
  });

export const unbanAccount = (ports: AccountPorts, by: UserCaller, id: string): Promise<Refusal | undefined> =>
  manageAccount(ports, by, id, 'account.unban', async (trx) => {
    await trx
      .updateTable('users')
      .set({ banned: false, ban_reason: null, ban_expires: null })
      .where('id', '=', id)
      .execute();
    return {};
  });

export const endSessions = (ports: AccountPorts, by: UserCaller, id: string): Promise<Refusal | undefined> =>
  manageAccount(ports, by, id, 'account.end_sessions', async (trx, { sessions }) => {
    await deleteSessions(trx, id);
    return { sessions };
  });

/** Its keys and its private extractors are deleted, too. All else that it made is kept, without its name. */
export const deleteAccount = (
  ports: AccountPorts,
  by: UserCaller,
  id: string,
): Promise<Refusal | undefined> =>
  manageAccount(ports, by, id, 'account.delete', async (trx, account) => {
    if (id === by.id) return NOT_ONESELF;
    const refusal = await endAdministration(ports, trx, account);
    if (refusal) return refusal;
    await trx.deleteFrom('users').where('id', '=', id).execute();
    return { role: account.role };
  });

const NOT_ONESELF = refuse('conflict', 'This is your own account. Ask another administrator.');

/** Runs a change of an account by an administrator, and records it with the details that the change answers. */
const manageAccount = async (
  ports: AccountPorts,
  caller: UserCaller,
  id: string,
  act: ActName,
  change: (
    trx: DatabaseTransaction,
    account: Account,
  ) => Promise<Refusal | Readonly<Record<string, unknown>>>,
): Promise<Refusal | undefined> => {
  const by = await requireAdministrator(ports, caller);
  if ('refused' in by) return by;
  return ports.db.transaction().execute(async (trx) => {
    const at = ports.now();
    await lockAdministration(trx);
    const account = await lockAccount(trx, id, at);
    if (!account) return USER_NOT_FOUND;
    const changed = await change(trx, account);
    if (isRefusal(changed)) return changed;
    const details = { email: account.email, ...changed };
    await recordAct(trx, { by, act, subject: id, name: account.name, details, at });
    return undefined;
  });
};

const isRefusal = (value: object): value is Refusal => 'refused' in value;

/**
 * Refused for the only administrator who can sign in: nobody could manage accounts any more. Revokes the open invitations
 * of another one, so that nobody becomes an administrator by an invitation of somebody who no longer is one.
 */
const endAdministration = async (
  { now }: AccountPorts,
  trx: DatabaseTransaction,
  account: Account,
): Promise<Refusal | undefined> => {
  if (account.role !== 'admin') return undefined;
  if (account.ban === null && (await countAdministrators(trx, now())) < 2) return LAST_ADMINISTRATOR;
  await revokeInvitationsBy(trx, account.id, now());
  return undefined;
};

const LAST_ADMINISTRATOR = refuse(
  'conflict',
  'This is the only administrator who can sign in. Make somebody else an administrator first.',
);

const deleteSessions = async (trx: DatabaseTransaction, userId: string): Promise<void> => {
  await trx.deleteFrom('sessions').where('user_id', '=', userId).execute();
};
