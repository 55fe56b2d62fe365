import { expect, test } from 'vitest';
import { findPyclowder } from './pyclowder.mjs';

test('without pyClowder the problem says how to install it', () => {
  expect(findPyclowder({ help: false, python: '/no/such/python' })).toEqual({
    problem: expect.stringMatching(/^\/no\/such\/python .*ENOENT[^]*git clone/),
  });
});
