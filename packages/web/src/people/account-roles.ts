import { type AccountRole } from '@pawprint/protocol';

/** The roles in the instance, from the one that gives the least. */
export const ACCOUNT_ROLES: readonly {
  readonly role: AccountRole;
  readonly name: string;
  readonly gives: string;
}[] = [
  { role: 'user', name: 'User', gives: 'Sees and changes what is theirs and what is shared with them' },
  { role: 'operator', name: 'Operator', gives: 'Also runs the server: queues, quarantine, extractors' },
  { role: 'auditor', name: 'Auditor', gives: 'Also sees everything, and changes nothing of it' },
  { role: 'admin', name: 'Administrator', gives: 'Does everything, also manages accounts' },
  { role: 'extractor', name: 'Extractor', gives: 'Gets and reports jobs on all data' },
];

export const accountRoleOptions = ACCOUNT_ROLES.map(({ role, name }) => ({ value: role, label: name }));

export const readAccountRole = (value: string): AccountRole =>
  ACCOUNT_ROLES.find(({ role }) => role === value)?.role ?? 'user';

export const nameOfAccountRole = (role: string): string =>
  ACCOUNT_ROLES.find((each) => each.role === role)?.name ?? role;
