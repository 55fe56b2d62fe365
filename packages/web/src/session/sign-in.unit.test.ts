import { ApiError } from '@pawprint/protocol/client';
import { describe, expect, it, test } from 'vitest';
import { chooseReturnPath, explainProviderError, explainSignInError } from './sign-in.ts';

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

test.each([
  ['signup_disabled', 'You have no account on this server yet. Ask an administrator for one.'],
  ['access_denied', 'Uni did not sign you in, or you cancelled.'],
  ['state_mismatch', 'The sign-in took too long, or began in another browser. Try again.'],
  ['Call +1 555 0100', 'Signing in with Uni did not work. Try again in a moment.'],
])('the error %s of an identity provider has a sentence of ours', (code, sentence) => {
  expect(explainProviderError(code, 'Uni')).toBe(sentence);
});
