import type { Sharing, Space, SpaceMember, User } from '@pawprint/protocol';
import { at } from '../jobs/builders.ts';

/** For tests and the gallery: complete values of the API. The caller overrides what the test is about. */

const ANA = { id: 'u1', name: 'Ana Ruiz' };

export const aSpace = (id: string, over: Partial<Space> = {}): Space => ({
  id,
  name: 'Soil lab',
  description: 'Cores of the prairie sites, 2024 to 2026',
  created: '',
  created_at: at(0),
  created_by: ANA,
  member_count: 5,
  dataset_count: 12,
  role: 'admin',
  ...over,
});

export const aMember = (id: string, over: Partial<SpaceMember> = {}): SpaceMember => ({
  ...ANA,
  id,
  email: 'ana@example.org',
  role: 'admin',
  added_at: at(0),
  ...over,
});

export const aPerson = (id: string, fullName: string): User => {
  const [firstName = '', lastName = ''] = fullName.split(' ');
  return { id, firstName, lastName, fullName, email: `${firstName.toLowerCase()}@example.org` };
};

export const aSharing = (over: Partial<Sharing> = {}): Sharing => ({
  owner: ANA,
  is_public: false,
  can_be_public: true,
  spaces: [],
  hidden_spaces: 0,
  rights: ['see', 'change', 'submit', 'cancel', 'delete', 'share'],
  ...over,
});
