import { example } from '../gallery/example.tsx';
import { PENDING, Refusal } from '../gallery/fake-api.ts';
import { anAccount } from './builders.ts';
import { PeoplePanel } from './people-panel.tsx';

const accounts = [
  anAccount('u1', 'Ana Ruiz', { role: 'admin', sessions: 2 }),
  anAccount('u2', 'Ben Okafor', { role: 'operator' }),
  anAccount('u3', 'Chloé Dubois', {
    ban: { reason: 'Left the project', until: '2027-01-31T00:00:00.000Z' },
    sessions: 0,
  }),
  anAccount('u4', 'Maria Aparecida dos Santos Nascimento de Albuquerque', {
    email: 'maria.aparecida.dos.santos@soil-science.example.org',
    role: 'auditor',
  }),
];

export const Listed = example(<PeoplePanel q="" />, {
  listAccounts: { accounts },
  setAccountRole: new Refusal(
    409,
    'conflict',
    'This is the only administrator who can sign in. Make somebody else an administrator first.',
  ),
  showAccount: { ...anAccount('u2', 'Ben Okafor'), datasets: 12, keys: 2, extractors: 1 },
  createPasswordLink: {
    url: 'https://pawprint.example.org/new-password#pawprint_q1w2e3r4t5z6u7i8o9p0a1s2d3f4g5h6j7k8l9y0x1c',
    expires_at: '2027-01-31T00:00:00.000Z',
    mail: 'off',
  },
});

export const NobodyFound = example(<PeoplePanel q="zoe" />, { listAccounts: { accounts: [] } });

export const Loading = example(<PeoplePanel q="" />, { listAccounts: PENDING });

export const Failed = example(<PeoplePanel q="" />, {
  listAccounts: new Refusal(503, 'unavailable', 'The database is away.'),
});
