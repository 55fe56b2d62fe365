import { expect, test } from 'vitest';
import { type QueueLook, suspectLostMessages } from './lost-messages.ts';

const JOBS = ['a', 'b', 'c', 'd'];

const aLook = (also: Partial<QueueLook> = {}): QueueLook => ({
  at: 0,
  ready: 0,
  consumers: 1,
  isDeclaredAgain: false,
  waiting: JOBS,
  ...also,
});

test('a queue that is missing has lost all its messages', () => {
  expect(suspectLostMessages(aLook({ ready: null, consumers: 0 }), [], 0)).toEqual({
    evidence: 'queue_missing',
    jobIds: JOBS,
  });
});

test('a queue that was declared again has only what is ready', () => {
  expect(suspectLostMessages(aLook({ ready: 1, isDeclaredAgain: true }), [], 0)).toEqual({
    evidence: 'queue_declared_again',
    jobIds: ['a', 'b', 'c'],
  });
});

test('without a consumer in two looks, what is not ready is lost, the oldest first', () => {
  const look = aLook({ ready: 3, consumers: 0 });
  expect(suspectLostMessages(look, [], 0)).toBeUndefined();
  expect(suspectLostMessages(look, [aLook({ consumers: 1 })], 0)).toBeUndefined();
  expect(suspectLostMessages(look, [look], 0)).toEqual({ evidence: 'no_consumer_has_them', jobIds: ['a'] });
});

test('what a consumer may have taken without a report is not lost', () => {
  expect(suspectLostMessages(aLook(), [aLook(), aLook()], 0)).toBeUndefined();
  const more = aLook({ consumers: 2 });
  expect(suspectLostMessages(more, [aLook({ ready: 4 }), aLook({ ready: 4 })], 0)).toBeUndefined();
});

test('a queue that shrinks by more than its consumers acknowledged was emptied', () => {
  const before = [aLook({ ready: 3 }), aLook({ ready: 3 })];
  expect(suspectLostMessages(aLook(), before, 3)).toBeUndefined();
  expect(suspectLostMessages(aLook({ ready: 1 }), before, 2)).toBeUndefined();
  expect(suspectLostMessages(aLook(), before, 2)).toEqual({
    evidence: 'queue_shrank',
    jobIds: ['b', 'c', 'd'],
  });
  expect(suspectLostMessages(aLook({ ready: 1, waiting: [...JOBS, 'e'] }), before, 0)?.jobIds).toEqual([
    'b',
    'c',
    'd',
  ]);
});

test('a queue with messages of others, or seen full once only, proves nothing by shrinking', () => {
  const others = aLook({ ready: 5 });
  expect(suspectLostMessages(aLook(), [others, others], 0)).toBeUndefined();
  expect(suspectLostMessages(aLook(), [aLook({ ready: 3 })], 0)).toBeUndefined();
  expect(suspectLostMessages(aLook(), [aLook({ ready: 3 }), aLook()], 0)).toBeUndefined();
});

test('nothing is lost where nothing waits, or all of it is ready', () => {
  expect(suspectLostMessages(aLook({ ready: null, waiting: [] }), [], 0)).toBeUndefined();
  expect(suspectLostMessages(aLook({ ready: 4, isDeclaredAgain: true }), [], 0)).toBeUndefined();
});
