import type { ApiKey } from '@pawprint/protocol';
import { example } from '../gallery/example.tsx';
import { PENDING } from '../gallery/fake-api.ts';
import { at } from '../jobs/builders.ts';
import { KeysPanel } from './keys-panel.tsx';

const aKey = (over: Partial<ApiKey>): ApiKey => ({
  id: 'k1',
  name: 'laptop',
  start: 'pp_7f3a',
  scopes: null,
  created_at: at(0),
  expires_at: null,
  last_used_at: null,
  ...over,
});

const items = [
  aKey({}),
  aKey({
    id: 'k2',
    name: 'nightly import of the soil archive at the field station',
    scopes: ['read', 'submit'],
    expires_at: at(86_400_000),
    last_used_at: at(60_000),
  }),
];

export const Several = example(<KeysPanel />, { listKeys: { keys: items } });

export const None = example(<KeysPanel />, { listKeys: { keys: [] } });

export const Loading = example(<KeysPanel />, { listKeys: PENDING });
