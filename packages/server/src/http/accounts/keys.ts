import type { ApiKey } from '@pawprint/protocol';
import {
  createKey,
  type KeyPorts,
  listKeys,
  NO_SUCH_KEY,
  revokeKey,
  type StoredKey,
} from '../../access/keys.ts';
import type { UserCaller } from '../../model/caller.ts';
import { type Refusal, refuse } from '../../model/refusal.ts';
import { time, timeOrNull } from '../../wire/time.ts';
import { type Handlers, NOTHING, ok } from '../handler.ts';

export type KeyRouteName = 'listKeys' | 'createKey' | 'revokeKey' | ClowderKeyRouteName;

export const keyHandlers = (ports: KeyPorts): Handlers<KeyRouteName> => ({
  listKeys: async ({ caller }) => {
    const by = requireKeyManager(caller);
    if ('refused' in by) return by;
    return ok({ keys: (await listKeys(ports.db, by.id)).map(keyToWire) });
  },

  createKey: async ({ caller, reply, body: { name, scopes, expires_in_days: expiresInDays } }) => {
    const by = requireKeyManager(caller);
    if ('refused' in by) return by;
    const created = await createKey(ports, by, { name, scopes, expiresInDays });
    if ('refused' in created) return created;
    void reply.header('cache-control', 'no-store');
    return ok({ ...keyToWire(created), key: created.key });
  },

  revokeKey: async ({ caller, params }) => {
    const by = requireKeyManager(caller);
    if ('refused' in by) return by;
    return (await revokeKey(ports, by, 'id', params.id)) ?? NOTHING;
  },

  ...clowderKeyHandlers(ports),
});

/** A key that can do less than its owner, or that expires, must not make one that can do more or lasts longer. */
const requireKeyManager = (caller: UserCaller): UserCaller | Refusal =>
  caller.key === undefined
    ? caller
    : refuse('forbidden', 'Keys are managed by people who are signed in, or with a key without limits.');

const keyToWire = (key: StoredKey): ApiKey => ({
  id: key.id,
  name: key.name,
  start: key.start,
  scopes: key.scopes === null ? null : [...key.scopes],
  created_at: time(key.createdAt),
  expires_at: timeOrNull(key.expiresAt),
  last_used_at: timeOrNull(key.lastUsedAt),
});

type ClowderKeyRouteName = 'listUserKeys' | 'showUserKey' | 'addUserKey' | 'removeUserKey';

const clowderKeyHandlers = (ports: KeyPorts): Handlers<ClowderKeyRouteName> => ({
  listUserKeys: async ({ caller }) => {
    const by = requireKeyManager(caller);
    if ('refused' in by) return by;
    return ok((await listKeys(ports.db, by.id)).map((key) => keyToClowder(key, by)));
  },

  showUserKey: async ({ caller, params }) => {
    const by = requireKeyManager(caller);
    if ('refused' in by) return by;
    const found = (await listKeys(ports.db, by.id)).find(({ name }) => name === params.name);
    return found ? ok(keyToClowder(found, by)) : NO_SUCH_KEY;
  },

  addUserKey: async ({ caller, reply, query: { name } }) => {
    const by = requireKeyManager(caller);
    if ('refused' in by) return by;
    const created = await createKey(ports, by, { name, scopes: null, expiresInDays: null });
    if ('refused' in created) return created;
    void reply.header('cache-control', 'no-store');
    return ok({ name: created.name, key: created.key });
  },

  removeUserKey: async ({ caller, params }) => {
    const by = requireKeyManager(caller);
    if ('refused' in by) return by;
    return (await revokeKey(ports, by, 'name', params.name)) ?? NOTHING;
  },
});

/** Clowder v1 names the account of a key by its e-mail and by who vouches for it. */
const keyToClowder = ({ name, start }: StoredKey, { email }: UserCaller) => ({
  name,
  key: `${start ?? ''}…`,
  identityId: { userId: email, providerId: 'userpass' },
});
