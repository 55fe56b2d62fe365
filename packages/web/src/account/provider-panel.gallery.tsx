import { example } from '../gallery/example.tsx';
import { Refusal } from '../gallery/fake-api.ts';
import { ProviderPanel } from './provider-panel.tsx';

const options = { registration: 'off', mail: false, oidc: { name: 'ORCID' } } as const;

export const NotConnected = example(<ProviderPanel />, {
  showSignInOptions: options,
  'GET /api/auth/list-accounts': [{ id: 'c1', providerId: 'credential' }],
});

export const Connected = example(<ProviderPanel />, {
  showSignInOptions: options,
  'GET /api/auth/list-accounts': [{ id: 'c2', providerId: 'oidc' }],
});

export const Failed = example(<ProviderPanel />, {
  showSignInOptions: options,
  'GET /api/auth/list-accounts': new Refusal(503, 'unavailable', 'The database does not answer.'),
});
