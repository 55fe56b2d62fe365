import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { credentialOf } from './credential-of-request.ts';

const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

describe('the credential of a request', () => {
  test.each([
    ['a key in its header', { 'x-api-key': 'K' }, {}, { kind: 'key', key: 'K' }],
    ['a bearer', { authorization: 'Bearer K' }, {}, { kind: 'key', key: 'K' }],
    ['a bearer in any case', { authorization: 'bEARER   K' }, {}, { kind: 'key', key: 'K' }],
    ['a key in its address', {}, { key: 'K' }, { kind: 'key', key: 'K' }],
    ['the first of two keys in its address', {}, { key: ['K', 'L'] }, { kind: 'key', key: 'K' }],
    [
      'a password with a colon in it',
      { authorization: basic('ada@example.org:a:b') },
      {},
      { kind: 'password', email: 'ada@example.org', password: 'a:b' },
    ],
    ['a cookie', { cookie: 'pawprint.session_token=x' }, {}, { kind: 'cookie' }],
    ['nothing', {}, {}, undefined],
    ['an empty key', { 'x-api-key': '' }, { key: '' }, undefined],
    ['a scheme we do not know', { authorization: 'Digest x' }, {}, undefined],
    ['Basic without a colon', { authorization: basic('ada') }, {}, undefined],
  ])('is %s', (_, headers, query, credential) => {
    expect(credentialOf(headers, query)).toEqual(credential);
  });

  test('is taken from the header, else the address, else the cookie', () => {
    const headers = { 'x-api-key': 'header', authorization: 'Bearer bearer', cookie: 'a=b' };
    const { 'x-api-key': _, ...withoutKey } = headers;
    expect(credentialOf(headers, { key: 'query' })).toEqual({ kind: 'key', key: 'header' });
    expect(credentialOf(withoutKey, { key: 'query' })).toEqual({ kind: 'key', key: 'bearer' });
    expect(credentialOf({ cookie: 'a=b' }, { key: 'query' })).toEqual({ kind: 'key', key: 'query' });
  });

  test('an unreadable Authorization is an error in spite of a cookie', () => {
    expect(credentialOf({ authorization: 'Digest x', cookie: 'a=b' }, {})).toBeUndefined();
  });

  test('is read from any headers without an error', () => {
    fc.assert(
      fc.property(fc.string(), fc.anything(), (authorization, query) => {
        const credential = credentialOf({ authorization }, query);
        expect(['key', 'password', undefined]).toContain(credential?.kind);
      }),
    );
  });
});
