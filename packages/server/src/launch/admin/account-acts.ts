import type { Instant } from '@pawprint/core';
import type { ActName } from '@pawprint/protocol';
import { insertAccount } from '../../access/accounts/new-account.ts';
import { readablePassword, setPassword } from '../../access/password.ts';
import type { CommandCaller } from '../../model/caller.ts';
import { type Account, listAccounts, lockAccount, lockAdministration } from '../../store/accounts.ts';
import { recordAct } from '../../store/audit.ts';
import type { Database, DatabaseTransaction } from '../../store/database.ts';
import { findUserByEmail } from '../../store/users.ts';

interface Ports {
  readonly db: Database;
  readonly by: CommandCaller;
  readonly now: () => Instant;
}

interface Person {
  /** In lower case. */
  readonly email: string;
  /** Of a new account. */
  readonly name: string;
  readonly role: string;
}

/** What keeps a command from being done, as a sentence. */
class AccountProblem extends Error {
  override readonly name = 'AccountProblem';
}

const PAGE = 1_000;

/** One line for each account, by name. */
export const listPeople = async ({ db, now }: Ports): Promise<string> => {
  const accounts: Account[] = [];
  for (;;) {
    const page = await listAccounts(db, { limit: PAGE, after: accounts.at(-1)?.id, now: now() });
    accounts.push(...page);
    if (page.length < PAGE) break;
  }
  if (accounts.length === 0) return 'There are no accounts. The first start of the server makes one.';
  const width = Math.max(...accounts.map(({ email }) => email.length));
  return accounts.map((account) => describe(account, width)).join('\n');
};

const describe = ({ email, name, role, ban }: Account, width: number): string =>
  `${email.padEnd(width)}  ${role.padEnd('extractor'.length)}  ${ban === null ? '' : 'banned, '}${name}`;

export const resetPassword = async (ports: Ports, person: Person): Promise<string> => {
  const password = readablePassword();
  const { ban } = await changeAccount(ports, person, 'account.change_password', async (trx, { id }) => {
    await setPassword(trx, id, password);
    await trx.deleteFrom('sessions').where('user_id', '=', id).execute();
    return {};
  });
  return [
    `The new password of ${person.email} is ${password}`,
    'It is not shown again. All sessions have ended; keys still work.',
    ...(ban === null ? [] : [`The account is banned: run pawprint admin unban ${person.email}, too.`]),
  ].join('\n');
};

export const makeAdmin = async (ports: Ports, person: Person): Promise<string> => {
  const { ban } = await changeAccount(ports, person, 'account.set_role', async (trx, { id, role }) => {
    await trx.updateTable('users').set({ role: 'admin' }).where('id', '=', id).execute();
    return { from: role, to: 'admin' };
  });
  const warning =
    ban === null ? '' : `\nThe account is banned: run pawprint admin unban ${person.email}, too.`;
  return `${person.email} is an administrator.${warning}`;
};

export const unban = async (ports: Ports, person: Person): Promise<string> => {
  await changeAccount(ports, person, 'account.unban', async (trx, { id }) => {
    await trx
      .updateTable('users')
      .set({ banned: false, ban_reason: null, ban_expires: null })
      .where('id', '=', id)
      .execute();
    return {};
  });
  return `${person.email} is not banned.`;
};

export const createAccount = async ({ db, by, now }: Ports, person: Person): Promise<string> => {
  const password = readablePassword();
  const { email, name, role } = person;
  await db.transaction().execute(async (trx) => {
    const id = await insertAccount(trx, { email, name, role, isEmailProven: true });
    if (id === undefined) throw new AccountProblem(`There is an account with the e-mail ${email} already.`);
    await setPassword(trx, id, password);
    await recordAct(trx, {
      by,
      act: 'account.create',
      subject: id,
      name,
      details: { email, role },
      at: now(),
    });
  });
  return `${email} has an account with the role ${role}, and the password ${password}\nIt is not shown again.`;
};

/** Records the act with the details that the change answers. */
const changeAccount = (
  { db, by, now }: Ports,
  { email }: Person,
  act: ActName,
  change: Change,
): Promise<Account> =>
  db.transaction().execute(async (trx) => {
    const at = now();
    await lockAdministration(trx);
    const id = await findUserByEmail(trx, email);
    const account = id === undefined ? undefined : await lockAccount(trx, id, at);
    if (account === undefined) throw new AccountProblem(`There is no account with the e-mail ${email}.`);
    const details = { email, ...(await change(trx, account)) };
    await recordAct(trx, { by, act, subject: account.id, name: account.name, details, at });
    return account;
  });

type Change = (trx: DatabaseTransaction, account: Account) => Promise<Readonly<Record<string, unknown>>>;
