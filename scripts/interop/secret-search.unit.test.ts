import { expect, test } from 'vitest';
import { searchForSecrets } from './secret-search.mjs';

const SECRETS = ['key-of-ana', 'password-of-ana'];

test('a secret is reported with the place where it was found', () => {
  const searched = [
    { place: 'database', contents: ['a row', 'with key-of-ana in it'] },
    { place: 'folder', contents: [Buffer.from('\u0000password-of-ana\u0000')] },
  ];

  expect(searchForSecrets(searched, SECRETS).deviations).toEqual([
    'database contains key-of-ana',
    'folder contains password-of-ana',
  ]);
});

test('places without secrets have no deviations, and their size is counted', () => {
  const searched = [{ place: 'traffic', contents: ['secretKey', 'abc'], known: 'secretKey' }];

  expect(searchForSecrets(searched, SECRETS)).toEqual({ bytes: 12, deviations: [] });
});

test('a place without what must be there is reported', () => {
  const searched = [{ place: 'traffic', contents: [], known: 'secretKey' }];

  expect(searchForSecrets(searched, SECRETS).deviations).toEqual([
    'traffic was searched, but does not even contain secretKey',
  ]);
});
