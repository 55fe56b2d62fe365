import { expect, test } from 'vitest';
import { refuseRegistration } from './register-extractor.ts';

test.each([
  ['a new name', 'word-count', undefined],
  ['a public extractor again', 'word-count', { owner: null }],
  ['a private extractor again', 'private.k1.mine', { owner: 'ana' }],
])('people register %s', (_, name, known) => {
  expect(refuseRegistration(name, known)).toBeUndefined();
});

test.each([
  ['a new private extractor', 'private.k2.new', undefined],
  ['a private name without an owner', 'private.k3.nobodys', { owner: null }],
  ['the name of a page', 'new', undefined],
])('nobody registers %s', (_, name, known) => {
  expect(refuseRegistration(name, known)).toMatchObject({ refused: 'bad_request' });
});
