import fc from 'fast-check';
import { expect, test } from 'vitest';
import { failureOf, fingerprintOf } from './failure.ts';
import { type JobProgress, submittedJob } from './job.ts';

test.each([
  [
    "download_summary() missing 1 required positional argument: 'fileid'",
    'download_summary() missing <n> required positional argument: <name>',
  ],
  ['(#3) service unavailable', 'service unavailable'],
  ['(#1) (#2) 503 Server Error: http://clowder:9000/api/files/5', '<n> Server Error: <address>'],
  ['cannot open /data/tmp/plot 03.tif', 'cannot open <path> <n>.tif'],
  ['cannot open C:\\data\\plot-03.tif: no such file', 'cannot open <path>: no such file'],
  ['no such file: data/2026/plot.tif', 'no such file: <path>'],
  ['read and/or write failed', 'read and/or write failed'],
  ['job 01a221cc-ebf0-726a-91fe-2a76aee2a210 and 5f3e2a9b are gone', 'job <n> and <n> are gone'],
  ['took 1.5e3 s of 30,000 ms at 0x7F3a', 'took <n> s of <n> ms at <n>'],
  ["mail to ana@example.org isn't sent", "mail to <address> isn't sent"],
  ['File "x.py", line 3\nsecond line', 'File <name>, line <n>'],
  [
    'Traceback (most recent call last):\n  File "/app/x.py", line 3, in run\n    go()\nValueError: bad depth 12\n',
    'ValueError: bad depth <n>',
  ],
  ["(#2) Traceback (most recent call last):\n  go()\nKeyError: 'depth'", 'KeyError: <name>'],
  ['', ''],
])('%j has the fingerprint %j', (error, fingerprint) => {
  expect(fingerprintOf(error)).toBe(fingerprint);
});

const piece = fc.constantFrom(
  'Traceback (most recent call last):',
  '\n',
  '(#2) ',
  "'",
  '"',
  '/',
  ':',
  '12',
  'ab',
);
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.array(fc.oneof(piece, fc.string({ maxLength: 3 }))).map((pieces) => pieces.join('')),
);

test('the fingerprint of a fingerprint is itself', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const fingerprint = fingerprintOf(text);
      expect(fingerprintOf(fingerprint)).toBe(fingerprint);
    }),
    { numRuns: 2_000 },
  );
});

const word = fc.stringMatching(/^[g-z]{2,8}$/);
const digits = fc.nat().map(String);
const hex = fc.stringMatching(/^[0-9a-f]{24}$/).filter((id) => /\d/.test(id));
const VARIABLE_PARTS = [
  fc.oneof(digits, fc.uuid(), hex),
  fc.oneof(
    fc.webUrl({ withQueryParameters: true }).filter((url) => !/["'<>]/.test(url)),
    fc.constant('ana@example.org'),
  ),
  fc
    .array(fc.stringMatching(/^[\w.-]{1,8}$/), { minLength: 2, maxLength: 4 })
    .map((names) => `/${names.join('/')}`),
  fc.stringMatching(/^[\w /.-]{0,20}$/).map((name) => `'${name}'`),
];

/** Two errors of the same words, in which the parts between them differ. */
const twoErrors = fc
  .array(fc.tuple(word, fc.oneof(...VARIABLE_PARTS.map((part) => fc.tuple(part, part)))), {
    minLength: 1,
    maxLength: 6,
  })
  .map((parts) => [0, 1].map((at) => parts.map(([name, both]) => `${name} ${both[at] ?? ''}`).join(' ')));

test('errors that differ only in masked parts share a fingerprint', () => {
  fc.assert(
    fc.property(twoErrors, fc.nat(9), ([one = '', other = ''], attempt) => {
      expect(fingerprintOf(`(#${attempt}) ${other}`)).toBe(fingerprintOf(one));
    }),
  );
});

test('errors of other words have other fingerprints', () => {
  fc.assert(
    fc.property(word, word, (one, other) => {
      expect(fingerprintOf(`${one} 1`) === fingerprintOf(`${other} 1`)).toBe(one === other);
    }),
  );
});

const job = (also: Partial<JobProgress>): JobProgress => ({ ...submittedJob({ submittedAt: 0 }), ...also });
const reason = { code: 'silent_too_long', text: 'nothing heard for 24 h', facts: {} } as const;

test.each<[Partial<JobProgress>, unknown]>([
  [{}, null],
  [{ state: 'SUCCEEDED' }, null],
  [
    { state: 'FAILED', error: { message: 'disk 1 full', attempt: 1 } },
    { kind: 'failed', text: 'disk 1 full', fingerprint: 'disk <n> full' },
  ],
  [{ state: 'FAILED', resubmittedAs: ['job-2'] }, null],
  [
    { state: 'LOST', reason, error: { message: 'disk full', attempt: 1 } },
    { kind: 'lost', text: reason.text, fingerprint: 'silent_too_long' },
  ],
  [{ state: 'RUNNING', reason }, null],
  [
    { state: 'RUNNING', flags: new Set(['stalled']), reason: { ...reason, code: 'silent' } },
    { kind: 'stalled', text: reason.text, fingerprint: 'silent' },
  ],
  [
    { state: 'QUEUED', reason: { ...reason, code: 'queue_missing' } },
    { kind: 'unroutable', text: reason.text, fingerprint: 'queue_missing' },
  ],
  [{ state: 'QUEUED', reason: { ...reason, code: 'message_sent_again' } }, null],
  [{ state: 'FAILED' }, { kind: 'failed', text: '', fingerprint: '' }],
])('%j needs attention as %j', (progress, failure) => {
  expect(failureOf(job(progress))).toEqual(failure);
});
