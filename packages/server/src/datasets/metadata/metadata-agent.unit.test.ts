import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JobCaller, UserCaller } from '../../model/caller.ts';
import { attribute, extractorName, withNamedVersion } from './metadata-agent.ts';

const URL = 'https://pawprint.example.org';
const ana: UserCaller = { kind: 'user', id: 'ana', name: 'Ana', email: 'ana@example.org', role: 'user' };
const job: JobCaller = {
  kind: 'job',
  jobId: 'j',
  attempt: 1,
  extractor: 'word count',
  extractorVersion: '1.0',
  submittedBy: 'ana',
};

describe('attribute', () => {
  test('a job is named by the URL of its extractor', () => {
    expect(attribute(job, undefined, URL)).toEqual({
      agent: {
        '@type': 'cat:extractor',
        extractor_id: `${URL}/api/extractors/word%20count/1.0`,
        name: 'word count',
        version: '1.0',
      },
      extractor: 'word count',
    });
  });

  test('an extractor of unknown version has no version', () => {
    const { agent } = attribute({ ...job, extractorVersion: null }, undefined, URL);
    expect(agent).toEqual({
      '@type': 'cat:extractor',
      extractor_id: `${URL}/api/extractors/word%20count`,
      name: 'word count',
    });
  });

  test.each([
    ['nothing', undefined],
    ['a user', { '@type': 'cat:user', user_id: 'https://elsewhere/bob' }],
    ['an extractor without a name', { '@type': 'cat:extractor' }],
    ['something else with a name', { '@type': 'cat:thing', extractor_id: 'x' }],
  ])('a person who claims %s is the author', (_, claimed) => {
    expect(attribute(ana, claimed, URL)).toEqual({
      agent: { '@type': 'cat:user', user_id: `${URL}/api/users/ana`, name: 'Ana' },
      extractor: null,
    });
  });

  test('a person is named, whatever the document claims', () => {
    const claims = fc.record(
      { '@type': fc.constantFrom('cat:extractor', 'extractor', 'cat:user', ''), extractor_id: fc.string() },
      { requiredKeys: ['@type'] },
    );
    fc.assert(
      fc.property(claims, (claimed) => {
        expect(attribute(ana, claimed, URL).agent.user_id).toBe(`${URL}/api/users/ana`);
      }),
    );
  });
});

describe('the version that a document names', () => {
  const unversioned: JobCaller = { ...job, extractor: 'ncsa.wordcount', extractorVersion: null };
  const versionIn = (extractor_id: string, also: object = {}, caller: JobCaller = unversioned) => {
    const named = withNamedVersion(caller, { '@type': 'cat:extractor', extractor_id, ...also });
    return named.kind === 'job' ? named.extractorVersion : undefined;
  };

  test.each([
    ['https://clowder.example.org/extractors/ncsa.wordcount/2.0', '2.0'],
    ['http://clowder:9000extractors/ncsa.wordcount/2.0', '2.0'],
    ['https://p/api/extractors/ncsa.wordcount/2.0%20beta', '2.0 beta'],
    ['https://p/api/extractors/ncsa.wordcount', null],
    ['https://p/api/extractors/another/2.0', null],
    [`https://p/api/extractors/ncsa.wordcount/${'9'.repeat(65)}`, null],
    ['ncsa.wordcount', null],
  ])('is that of its own extractor: %s names %s', (extractorId, version) => {
    expect(versionIn(extractorId)).toBe(version);
  });

  test('stands beside the name where the address has none', () => {
    expect(versionIn('ncsa.wordcount', { version: '2.0' })).toBe('2.0');
    expect(versionIn('https://p/extractors/ncsa.wordcount/3.1', { version: '2.0' })).toBe('3.1');
  });

  test('counts for more than that of the credential', () => {
    expect(versionIn('x/extractors/ncsa.wordcount/2.0', {}, { ...unversioned, extractorVersion: '1' })).toBe(
      '2.0',
    );
  });

  test('of a private extractor stands with the name that it gives itself', () => {
    const own = { ...unversioned, extractor: 'private.k1.ncsa.wordcount' };
    expect(versionIn('x/extractors/ncsa.wordcount/2.0', {}, own)).toBe('2.0');
  });

  test('means nothing where no extractor is named, or a person asks', () => {
    expect(versionIn('x/extractors/ncsa.wordcount/2.0', { '@type': 'cat:user' })).toBeNull();
    expect(withNamedVersion(unversioned, undefined)).toBe(unversioned);
    expect(withNamedVersion(ana, { '@type': 'cat:extractor', extractor_id: 'x/extractors/y/2' })).toBe(ana);
  });
});

describe('extractorName', () => {
  test.each([
    ['http://clowder:9000/extractors/ncsa.wordcount/2.0', 'ncsa.wordcount'],
    ['http://clowder:9000extractors/ncsa.wordcount/2.0', 'ncsa.wordcount'],
    ['https://p/api/extractors/word%20count', 'word count'],
    ['https://p/api/extractors/100%', '100%'],
    ['ncsa.wordcount', 'ncsa.wordcount'],
    ['https://elsewhere/thing', undefined],
    ['', undefined],
  ])('%j names %j', (extractorId, name) => {
    expect(extractorName(extractorId)).toBe(name);
  });

  test('every text gives a name or nothing', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `x/extractors/${text}`),
        ),
        (extractorId) => {
          expect(extractorName(extractorId)).not.toBe('');
        },
      ),
    );
  });
});
