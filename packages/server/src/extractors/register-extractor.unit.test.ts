import { expect, test } from 'vitest';
import type { UserCaller } from '../model/caller.ts';
import { refuseRegistration } from './register-extractor.ts';

const ana: UserCaller = { kind: 'user', id: 'ana', name: 'Ana', email: 'ana@example.org', role: 'user' };
const ben: UserCaller = { ...ana, id: 'ben' };
const admin: UserCaller = { ...ana, id: 'root', role: 'admin' };

test.each([
  ['a new name', 'word-count', undefined, ana],
  ['a public extractor again', 'word-count', { owner: null }, ana],
  ['their own private extractor again', 'private.k1.mine', { owner: 'ana' }, ana],
  ['as an administrator, any private extractor again', 'private.k1.mine', { owner: 'ana' }, admin],
])('people register %s', (_, name, known, caller) => {
  expect(refuseRegistration(name, known, caller)).toBeUndefined();
});

test.each([
  ['the private extractor of another person', 'private.k1.mine', { owner: 'ana' }, ben, 'forbidden'],
  ['a new private extractor', 'private.k2.new', undefined, ana, 'bad_request'],
  ['a private name without an owner', 'private.k3.nobodys', { owner: null }, admin, 'bad_request'],
])('nobody registers %s', (_, name, known, caller, code) => {
  expect(refuseRegistration(name, known, caller)).toMatchObject({ refused: code });
});
