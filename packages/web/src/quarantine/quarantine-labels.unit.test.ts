import type { ReplayOutcome } from '@pawprint/protocol';
import { expect, test } from 'vitest';
import { describeOutcome, labelOfReason, labelOfSource } from './quarantine-labels.ts';

const outcome = (over: Partial<ReplayOutcome>): ReplayOutcome => ({
  became: 'recorded',
  job_id: null,
  extractor: null,
  reason: null,
  detail: null,
  ...over,
});

test('reasons and sources are written for people', () => {
  expect(labelOfReason('malformed_job_id')).toBe('malformed job id');
  expect(labelOfSource('heartbeat')).toBe('Heartbeat');
});

test('every outcome of a replay says what happened to the message', () => {
  expect(describeOutcome(outcome({ job_id: 'j1' }))).toBe('Recorded.');
  expect(describeOutcome(outcome({ became: 'repeated' }))).toBe('It was recorded before. Nothing changed.');
  expect(describeOutcome(outcome({ became: 'heard', extractor: 'ncsa.wordcount' }))).toBe(
    'Recorded as a heartbeat of ncsa.wordcount.',
  );
  expect(describeOutcome(outcome({ became: 'refused', detail: 'There is no such job.' }))).toBe(
    'It still cannot be used: There is no such job.',
  );
  expect(describeOutcome(outcome({ became: 'refused' }))).toBe('It still cannot be used: no reason given.');
});
