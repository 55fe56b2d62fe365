import type { Account, Invitation } from '@pawprint/protocol';
import { at } from '../jobs/builders.ts';

/** For tests and the gallery: complete values of the API. The caller overrides what the test is about. */

export const anAccount = (id: string, name: string, over: Partial<Account> = {}): Account => ({
  id,
  name,
  email: `${name.split(' ')[0]?.toLowerCase()}@example.org`,
  role: 'user',
  created_at: at(0),
  ban: null,
  sessions: 1,
  ...over,
});

export const anInvitation = (email: string, over: Partial<Invitation> = {}): Invitation => ({
  id: email,
  email,
  name: '',
  role: 'user',
  spaces: [],
  invited_by: { id: 'u1', name: 'Ana Ruiz' },
  created_at: at(0),
  expires_at: at(7 * 24 * 3_600_000),
  mailed_at: at(0),
  state: 'open',
  ...over,
});
