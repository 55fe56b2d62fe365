import { ApiError } from '@pawprint/protocol/client';
import { describe, expect, it, test } from 'vitest';
import { chooseReturnPath, explainSignInError } from './sign-in.ts';

describe('where to go after signing in', () => {
  it('goes back to a path of this site, with its search', () => {
    expect(chooseReturnPath('/files/42?tab=metadata')).toBe('/files/42?tab=metadata');
  });

  it.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    '',
    undefined,
  ])('goes home rather than to %j', (back) => {
    expect(chooseReturnPath(back)).toBe('/');
  });

  it('never goes back to the login page itself', () => {
    expect(chooseReturnPath('/login?back=%2Flogin')).toBe('/');
  });
});

test('wrong credentials, too many of them and a failing server have different sentences', () => {
  const tooMany = 'Too many wrong passwords. Try again in 14 minutes.';
  expect(explainSignInError(new ApiError(429, 'too_many_requests', tooMany))).toBe(tooMany);
  expect(explainSignInError(new ApiError(401, 'not_signed_in', ''))).toBe('Wrong e-mail or password.');
  expect(explainSignInError(new ApiError(503, 'unavailable', ''))).toBe(
    'The server failed. Try again in a moment.',
  );
});
