import type { SpaceRole } from '@pawprint/protocol';

/** The roles in a space, from the one that gives the least. */
export const ROLES: readonly { readonly role: SpaceRole; readonly name: string; readonly gives: string }[] = [
  { role: 'viewer', name: 'Viewer', gives: 'sees and downloads what is in it' },
  { role: 'editor', name: 'Editor', gives: 'sees, adds and changes what is in it, submits and cancels jobs' },
  { role: 'admin', name: 'Admin', gives: 'does all of this, deletes datasets, and decides who is a member' },
];

/** For somebody who sees the space without being a member: "–". */
export const nameOfRole = (role: SpaceRole | null): string =>
  ROLES.find((each) => each.role === role)?.name ?? '–';

export const roleOptions = ROLES.map(({ role, name }) => ({ value: role, label: name }));

export const readRole = (value: string): SpaceRole =>
  ROLES.find(({ role }) => role === value)?.role ?? 'viewer';
