import { expect, test } from 'vitest';
import { type QueueInspection, suspectLostMessages } from './lost-messages.ts';

const JOBS = ['a', 'b', 'c', 'd'];

const anInspection = (also: Partial<QueueInspection> = {}): QueueInspection => ({
  at: 0,
  ready: 0,
  consumers: 1,
  isDeclaredAgain: false,
  waiting: JOBS,
  overtaken: new Set(),
  ...also,
});

test('a queue that is missing has lost all its messages', () => {
  expect(suspectLostMessages(anInspection({ ready: null, consumers: 0 }), [], 0, undefined)).toEqual({
    evidence: 'queue_missing',
    jobIds: JOBS,
  });
});

test('a queue that was declared again has only what is ready', () => {
  expect(suspectLostMessages(anInspection({ ready: 1, isDeclaredAgain: true }), [], 0, undefined)).toEqual({
    evidence: 'queue_declared_again',
    jobIds: ['a', 'b', 'c'],
  });
});

test('without a consumer in two inspections, what is not ready is lost, the oldest first', () => {
  const inspection = anInspection({ ready: 3, consumers: 0 });
  expect(suspectLostMessages(inspection, [], 0, undefined)).toBeUndefined();
  expect(suspectLostMessages(inspection, [anInspection({ consumers: 1 })], 0, undefined)).toBeUndefined();
  expect(suspectLostMessages(inspection, [inspection], 0, undefined)).toEqual({
    evidence: 'no_consumer_has_them',
    jobIds: ['a'],
  });
});

test('what a consumer may have taken without a report is not lost', () => {
  expect(suspectLostMessages(anInspection(), [anInspection(), anInspection()], 0, undefined)).toBeUndefined();
  const more = anInspection({ consumers: 2 });
  expect(
    suspectLostMessages(more, [anInspection({ ready: 4 }), anInspection({ ready: 4 })], 0, undefined),
  ).toBeUndefined();
});

test('a queue that shrinks by more than its consumers acknowledged was emptied', () => {
  const before = [anInspection({ ready: 3 }), anInspection({ ready: 3 })];
  expect(suspectLostMessages(anInspection(), before, 3, undefined)).toBeUndefined();
  expect(suspectLostMessages(anInspection({ ready: 1 }), before, 2, undefined)).toBeUndefined();
  expect(suspectLostMessages(anInspection(), before, 2, undefined)).toEqual({
    evidence: 'queue_shrank',
    jobIds: ['b', 'c', 'd'],
  });
  expect(
    suspectLostMessages(anInspection({ ready: 1, waiting: [...JOBS, 'e'] }), before, 0, undefined)?.jobIds,
  ).toEqual(['b', 'c', 'd']);
});

test('a queue with messages of others, or seen full once only, proves nothing by shrinking', () => {
  const others = anInspection({ ready: 5 });
  expect(suspectLostMessages(anInspection(), [others, others], 0, undefined)).toBeUndefined();
  expect(suspectLostMessages(anInspection(), [anInspection({ ready: 3 })], 0, undefined)).toBeUndefined();
  expect(
    suspectLostMessages(anInspection(), [anInspection({ ready: 3 }), anInspection()], 0, undefined),
  ).toBeUndefined();
});

test('nothing is lost where nothing waits, or all of it is ready', () => {
  expect(suspectLostMessages(anInspection({ ready: null, waiting: [] }), [], 0, undefined)).toBeUndefined();
  expect(
    suspectLostMessages(anInspection({ ready: 4, isDeclaredAgain: true }), [], 0, undefined),
  ).toBeUndefined();
});

test('messages that one consumer passed over are lost', () => {
  const inspection = anInspection({ ready: 1, overtaken: new Set(['a', 'b', 'd']) });
  expect(suspectLostMessages(inspection, [anInspection()], 0, undefined)).toEqual({
    evidence: 'overtaken',
    jobIds: ['a', 'b'],
  });
});

test('of several consumers one may have what another has passed over, as much as they can have', () => {
  const inspection = anInspection({ consumers: 2, overtaken: new Set(['a', 'b', 'c']) });
  expect(suspectLostMessages(inspection, [], 0, undefined)).toBeUndefined();
  expect(suspectLostMessages(inspection, [], 0, 3)).toBeUndefined();
  expect(suspectLostMessages(inspection, [], 0, 2)?.jobIds).toEqual(['a', 'b', 'c']);
  const left = anInspection({ consumers: 1, overtaken: new Set(['a']) });
  expect(suspectLostMessages(left, [anInspection({ consumers: 2 })], 0, undefined)).toBeUndefined();
});
