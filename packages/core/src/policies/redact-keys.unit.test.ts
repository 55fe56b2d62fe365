import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redactKeys } from './redact-keys.ts';

const KEY = 'pawprint_q0W9e8R7t6Y5u4I3o2P1a0S9d8F7g6H5j4K3l2Z1x0C';
const TOKEN = 'eyJhbGciOiJIUzI1NiJ9.eyJqb2JfaWQiOiIxIn0.c2lnbmF0dXJl-_1';

test.each([
  [
    '404 Client Error: Not Found for url: http://c.test/api/files/f1?key=SECRET&x=1',
    '404 Client Error: Not Found for url: http://c.test/api/files/f1?key=***&x=1',
  ],
  [
    "HTTPConnectionPool(host='c', port=9000): Max retries exceeded with url: /api/files/f1?key=a1b2 (Caused by",
    "HTTPConnectionPool(host='c', port=9000): Max retries exceeded with url: /api/files/f1?key=*** (Caused by",
  ],
  ['GET /x?a=1&amp;key=SECRET#top', 'GET /x?a=1&amp;key=***#top'],
  ['{"secretKey": "a b\\"c", "id": "f1"}', '{"secretKey": "***", "id": "f1"}'],
  ["{'secretKey': 'abc', 'id': 'f1'}", "{'secretKey': '***', 'id': 'f1'}"],
  [
    '{"body":"{\\"secretKey\\": \\"a b\\", \\"id\\": 1}"}',
    '{"body":"{\\"secretKey\\": \\"***\\", \\"id\\": 1}"}',
  ],
  ['{"password": 12345, "user": "u"}', '{"password": "***", "user": "u"}'],
  ['{"token": null, "password": {"length": 8}}', '{"token": null, "password": {"length": 8}}'],
  ['CLOWDER_API_KEY=abc RABBITMQ_PASSWORD: hush', 'CLOWDER_API_KEY=*** RABBITMQ_PASSWORD: ***'],
  ['X-API-Key: abc\nAccept: */*', 'X-API-Key: ***\nAccept: */*'],
  ['Authorization: Bearer abc.def\n', 'Authorization: Bearer ***\n'],
  ["{'Authorization': 'Basic dXNlcjpwYXNz'}", "{'Authorization': '***'}"],
  ['sent Bearer abcdef123 twice', 'sent Bearer *** twice'],
  ['cannot reach amqp://guest:p@ss@mq.test:5672/%2F', 'cannot reach amqp://***@mq.test:5672/%2F'],
  [`the credential ${TOKEN} is over`, 'the credential *** is over'],
  [`http://c.test/x?key=${TOKEN}`, 'http://c.test/x?key=***'],
  ['key="key=Authorization: "', 'key="***"'],
  [`the key ${KEY}, once`, 'the key ***, once'],
  [
    `pawprint.session_token=${TOKEN.slice(20)}%3D; pawprint.session_data=x`,
    'pawprint.session_token=***; pawprint.session_data=***',
  ],
  ['Cookie: a=b; other=c\nAccept: */*', 'Cookie: ***\nAccept: */*'],
  ['postgres://pawprint:p4ss@db.test/pawprint', 'postgres://***@db.test/pawprint'],
])('%s', (text, kept) => {
  expect(redactKeys(text)).toBe(kept);
});

test.each([
  '50% done',
  'Uploading file metadata.',
  'max_tokens=512, tokens: 7',
  'Unexpected token < in JSON at position 0',
  'Basic authentication is needed',
  '{"key": "pH", "value": 7}',
  'sort_key=name, monkey=2',
  'see https://example.org/docs/keys#token',
  'ana@example.org wrote http://example.org/a@b',
  'the table pawprint_test of pawprint-broker_1',
  'this site sets no cookie, and is cookie-free',
])('%s is unchanged', (text) => {
  expect(redactKeys(text)).toBe(text);
});

describe('any text', () => {
  const part = fc.oneof(
    fc.constantFrom('key=', '?key=', '"token": ', "'password': ", 'Authorization: ', 'Bearer ', 'Basic '),
    fc.constantFrom('secretKey', '://', '@', '"', "'", '\\"', '\\', ' ', '&', ':', '=', '***', 'null', '/'),
    fc.constantFrom('eyJhbGciOiJI.eyJqb2JfaWQi.c2lnbmF0', 'eyJ', '.', 'abcdef12', '\n'),
    fc.string({ maxLength: 8 }),
  );
  const text = fc.array(part, { maxLength: 12 }).map((parts) => parts.join(''));

  test('is not changed by a second redaction', () => {
    fc.assert(
      fc.property(text, (any) => {
        const once = redactKeys(any);
        expect(redactKeys(once)).toBe(once);
      }),
      { numRuns: 5_000 },
    );
  });

  test('of JSON stays JSON with the same fields', () => {
    const value = fc.oneof(
      text,
      fc.integer(),
      fc.constant(null),
      fc.boolean(),
      fc.array(text, { maxLength: 3 }),
    );
    const names = fc.constantFrom('secretKey', 'token', 'password', 'message', 'key', 'url', 'Authorization');
    fc.assert(
      fc.property(fc.dictionary(names, value), (object) => {
        const kept = JSON.parse(redactKeys(JSON.stringify(object)));
        expect(Object.keys(kept)).toEqual(Object.keys(object));
      }),
      { numRuns: 5_000 },
    );
  });

  test('contains no key afterwards', () => {
    const key = fc.stringMatching(/^[a-zA-Z0-9_-]{12,40}$/);
    const places = fc.constantFrom(
      (k: string) => `http://c.test/api?key=${k}`,
      (k: string) => `/api?x=1&key=${k}&y`,
      (k: string) => JSON.stringify({ secretKey: k }),
      (k: string) => JSON.stringify(JSON.stringify({ api_key: k })),
      (k: string) => `Authorization: Bearer ${k}`,
      (k: string) => `amqp://me:${k}@host`,
      (k: string) => `password='${k}'`,
    );
    const words = fc.string({ maxLength: 30 }).map((any) => any.replaceAll(/["'\\]/g, ' '));
    fc.assert(
      fc.property(words, places, key, words, (before, place, secret, after) => {
        expect(redactKeys(`${before} ${place(secret)} ${after}`)).not.toContain(secret);
      }),
      { numRuns: 5_000 },
    );
  });
});

/** Every form in which a secret of Pawprint can stand in a text: a function of the secret, and the text around it. */
const FORMS: Readonly<Record<string, readonly [fc.Arbitrary<string>, (secret: string) => string]>> = {
  'a key': [base64url(43).map((letters) => `pawprint_${letters}`), (key) => key],
  "a job's credential": [
    fc.tuple(base64url(20), base64url(40), base64url(43)).map((parts) => `eyJ${parts.join('.')}`),
    (token) => token,
  ],
  'a key in an address': [base64url(36), (key) => `http://c.test/api/files/f1?key=${key}&page=1`],
  'a bearer': [base64url(36), (key) => `Authorization: Bearer ${key}`],
  Basic: [base64url(24), (encoded) => `authorization: Basic ${encoded}=`],
  'X-API-Key': [base64url(12), (key) => `X-API-Key: ${key}`],
  'a session': [base64url(32), (token) => `pawprint.session_token=${token}`],
  cookies: [base64url(32), (token) => `Cookie: sid=${token}; lang=en\n`],
  'the broker': [base64url(12), (password) => `amqp://pawprint:${password}@mq.test:5672/%2F`],
  'the database': [base64url(12), (password) => `postgres://pawprint:${password}@db.test/pawprint`],
  'a message': [base64url(36), (key) => JSON.stringify({ secretKey: key })],
  'a setting': [base64url(12), (password) => `PAWPRINT_ADMIN_PASSWORD=${password}`],
};

function base64url(length: number): fc.Arbitrary<string> {
  return fc.stringMatching(new RegExp(`^[A-Za-z0-9_-]{${length}}$`));
}

describe.each(Object.entries(FORMS))('%s', (_, [secrets, form]) => {
  /** Words that no rule can take for a part of a secret. */
  const words = fc
    .array(fc.constantFrom('soil', 'Prairie', '17', 'a.csv', 'äöü', '…', '50%'), { maxLength: 8 })
    .map((each) => each.join(' '));

  test('is masked wherever it is planted in a text, and the words around it stay', () => {
    fc.assert(
      fc.property(words, secrets, words, (before, secret, after) => {
        const redacted = redactKeys(`${before} ${form(secret)} ${after}`);
        expect(redacted).not.toContain(secret);
        expect(redacted.startsWith(before)).toBe(true);
        expect(redacted.endsWith(after)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('is masked wherever it is planted in a document, and everything else stays', () => {
    const { document } = fc.letrec((tie) => ({
      document: fc.oneof(
        { maxDepth: 4 },
        words,
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('document'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom('name', 'text', 'items', 'n'), tie('document'), { maxKeys: 3 }),
      ),
    }));
    fc.assert(
      fc.property(document, secrets, document, (before, secret, after) => {
        const kept = redactKeys(JSON.stringify({ before, planted: [form(secret)], after }));
        expect(kept).not.toContain(secret);
        expect(JSON.parse(kept)).toEqual({ before, planted: [expect.stringContaining('***')], after });
      }),
      { numRuns: 500 },
    );
  });
});

test('the time for a hostile text grows only with its length', () => {
  const units = [
    'token',
    'key=',
    '"token": "',
    '://',
    'eyJ',
    'eyJa.',
    'Bearer ',
    'password ',
    '\\',
    "'",
    '://a@',
    'pawprint_',
    'pawprint.session_token=',
    'cookie:',
  ];
  for (const unit of units) {
    const once = redactKeys(unit.repeat(100_000 / unit.length));
    expect(redactKeys(once)).toBe(once);
  }
});

test.each(['token":', '"token": ', 'key=', 'authorization:', 'authorization: basic'])(
  'spaces after %j take time that grows only with their number',
  (start) => {
    const text = `${start}${' '.repeat(300_000)};`;
    expect(redactKeys(text)).toContain(' '.repeat(300_000));
  },
);
