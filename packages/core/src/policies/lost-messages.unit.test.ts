import { expect, test } from 'vitest';
import { type QueueLook, suspectLostMessages } from './lost-messages.ts';

const JOBS = ['a', 'b', 'c', 'd'];

const aLook = (also: Partial<QueueLook> = {}): QueueLook => ({
  at: 0,
  ready: 0,
  consumers: 1,
  isDeclaredAgain: false,
  waiting: JOBS,
  overtaken: new Set(),
  ...also,
});

test('a queue that is missing has lost all its messages', () => {
  expect(suspectLostMessages(aLook({ ready: null, consumers: 0 }), [], 0, undefined)).toEqual({
    evidence: 'queue_missing',
    jobIds: JOBS,
  });
});

test('a queue that was declared again has only what is ready', () => {
  expect(suspectLostMessages(aLook({ ready: 1, isDeclaredAgain: true }), [], 0, undefined)).toEqual({
    evidence: 'queue_declared_again',
    jobIds: ['a', 'b', 'c'],
  });
});

test('without a consumer in two looks, what is not ready is lost, the oldest first', () => {
  const look = aLook({ ready: 3, consumers: 0 });
  expect(suspectLostMessages(look, [], 0, undefined)).toBeUndefined();
  expect(suspectLostMessages(look, [aLook({ consumers: 1 })], 0, undefined)).toBeUndefined();
  expect(suspectLostMessages(look, [look], 0, undefined)).toEqual({
    evidence: 'no_consumer_has_them',
    jobIds: ['a'],
  });
});

test('what a consumer may have taken without a report is not lost', () => {
  expect(suspectLostMessages(aLook(), [aLook(), aLook()], 0, undefined)).toBeUndefined();
  const more = aLook({ consumers: 2 });
  expect(suspectLostMessages(more, [aLook({ ready: 4 }), aLook({ ready: 4 })], 0, undefined)).toBeUndefined();
});

test('a queue that shrinks by more than its consumers acknowledged was emptied', () => {
  const before = [aLook({ ready: 3 }), aLook({ ready: 3 })];
  expect(suspectLostMessages(aLook(), before, 3, undefined)).toBeUndefined();
  expect(suspectLostMessages(aLook({ ready: 1 }), before, 2, undefined)).toBeUndefined();
  expect(suspectLostMessages(aLook(), before, 2, undefined)).toEqual({
    evidence: 'queue_shrank',
    jobIds: ['b', 'c', 'd'],
  });
  expect(
    suspectLostMessages(aLook({ ready: 1, waiting: [...JOBS, 'e'] }), before, 0, undefined)?.jobIds,
  ).toEqual(['b', 'c', 'd']);
});

test('a queue with messages of others, or seen full once only, proves nothing by shrinking', () => {
  const others = aLook({ ready: 5 });
  expect(suspectLostMessages(aLook(), [others, others], 0, undefined)).toBeUndefined();
  expect(suspectLostMessages(aLook(), [aLook({ ready: 3 })], 0, undefined)).toBeUndefined();
  expect(suspectLostMessages(aLook(), [aLook({ ready: 3 }), aLook()], 0, undefined)).toBeUndefined();
});

test('nothing is lost where nothing waits, or all of it is ready', () => {
  expect(suspectLostMessages(aLook({ ready: null, waiting: [] }), [], 0, undefined)).toBeUndefined();
  expect(suspectLostMessages(aLook({ ready: 4, isDeclaredAgain: true }), [], 0, undefined)).toBeUndefined();
});

test('messages that one consumer passed over are lost', () => {
  const look = aLook({ ready: 1, overtaken: new Set(['a', 'b', 'd']) });
  expect(suspectLostMessages(look, [aLook()], 0, undefined)).toEqual({
    evidence: 'overtaken',
    jobIds: ['a', 'b'],
  });
});

test('of several consumers one may have what another has passed over, as much as they can have', () => {
  const look = aLook({ consumers: 2, overtaken: new Set(['a', 'b', 'c']) });
  expect(suspectLostMessages(look, [], 0, undefined)).toBeUndefined();
  expect(suspectLostMessages(look, [], 0, 3)).toBeUndefined();
  expect(suspectLostMessages(look, [], 0, 2)?.jobIds).toEqual(['a', 'b', 'c']);
  const left = aLook({ consumers: 1, overtaken: new Set(['a']) });
  expect(suspectLostMessages(left, [aLook({ consumers: 2 })], 0, undefined)).toBeUndefined();
});
