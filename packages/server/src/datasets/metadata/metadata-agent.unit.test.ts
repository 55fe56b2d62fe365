import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JobCaller, UserCaller } from '../../model/caller.ts';
import { attribute, extractorName } from './metadata-agent.ts';

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
