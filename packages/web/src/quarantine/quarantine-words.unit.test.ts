import type { ReplayOutcome } from '@pawprint/protocol';
import { expect, test } from 'vitest';
import { becameWords, wordOfReason, wordOfSource } from './quarantine-words.ts';

const outcome = (over: Partial<ReplayOutcome>): ReplayOutcome => ({
  became: 'recorded',
  job_id: null,
  extractor: null,
  reason: null,
  detail: null,
  ...over,
});

test('stable words are written for people', () => {
  expect(wordOfReason('malformed_job_id')).toBe('malformed job id');
  expect(wordOfSource('heartbeat')).toBe('Heartbeat');
});

test('every outcome of a replay says what became of the message', () => {
  expect(becameWords(outcome({ job_id: 'j1' }))).toBe('Taken in.');
  expect(becameWords(outcome({ became: 'repeated' }))).toBe('It was known already: nothing changed.');
  expect(becameWords(outcome({ became: 'heard', extractor: 'ncsa.wordcount' }))).toBe(
    'Taken in: ncsa.wordcount was heard.',
  );
  expect(becameWords(outcome({ became: 'refused', detail: 'There is no such job.' }))).toBe(
    'It still cannot be used: There is no such job.',
  );
});
