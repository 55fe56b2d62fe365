import { example } from '../gallery/example.tsx';
import { PENDING, Refusal } from '../gallery/fake-api.ts';
import { aMember, aPerson, aSpace } from './builders.ts';
import { MembersPanel } from './members-panel.tsx';

const members = [
  aMember('u1'),
  aMember('u2', { name: 'Ben Okafor', email: 'ben@example.org', role: 'viewer' }),
  aMember('u3', {
    name: 'Maria Aparecida dos Santos Nascimento de Albuquerque',
    email: 'maria.aparecida.dos.santos@soil-science.example.org',
    role: 'editor',
  }),
];

const people = [
  aPerson('u1', 'Ana Ruiz'),
  aPerson('u2', 'Ben Okafor'),
  aPerson('u4', 'Chloé Dubois'),
  aPerson('u5', 'Dinh Tran'),
];

const managed = <MembersPanel space={aSpace('s1')} canManage />;

export const ForAdmins = example(managed, {
  listSpaceMembers: members,
  listUsers: (query) =>
    people.filter(({ fullName }) => fullName.toLowerCase().includes(query.get('q')?.toLowerCase() ?? '')),
  setSpaceMember: new Refusal(409, 'conflict', 'A space needs an admin. Make somebody else one first.'),
});

export const ForMembers = example(
  <MembersPanel space={aSpace('s1', { role: 'viewer' })} canManage={false} />,
  { listSpaceMembers: members },
);

export const Loading = example(managed, { listSpaceMembers: PENDING });
