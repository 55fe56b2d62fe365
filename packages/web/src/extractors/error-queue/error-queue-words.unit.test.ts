import type { ErrorQueue } from '@pawprint/protocol';
import { ApiError } from '@pawprint/protocol/client';
import { describe, expect, test } from 'vitest';
import { depthWords, discardedWords, replayedWords, whyNoQueue } from './error-queue-words.ts';

const queue = (depth: number, shown: number): ErrorQueue => ({
  queue: 'error.ncsa.wordcount',
  depth,
  messages: Array.from({ length: shown }, (_, place) => ({
    fingerprint: String(place).padStart(64, '0'),
    job: null,
    reason: null,
    resource_id: null,
    resource_name: null,
    retry_count: 0,
    replays: 0,
    body: '{}',
  })),
});

describe('where there is no queue to look into', () => {
  test('a lane that is not configured, one not used, and a broker that is away are said and no fault', () => {
    expect(whyNoQueue(new ApiError(503, 'unavailable', 'RabbitMQ is away.'))).toBe('RabbitMQ is away.');
    expect(whyNoQueue(new ApiError(404, 'not_found', 'Never heard on RabbitMQ.'))).toBe(
      'Never heard on RabbitMQ.',
    );
  });

  test('a server that gave no answer, or broke, is a fault', () => {
    expect(whyNoQueue(new ApiError(0, 'unavailable', 'The server cannot be reached.'))).toBeUndefined();
    expect(whyNoQueue(new ApiError(500, 'internal', 'It broke.'))).toBeUndefined();
    expect(whyNoQueue(new Error('unreadable'))).toBeUndefined();
  });
});

test('a count that stops at what is shown says so', () => {
  expect(depthWords(queue(2, 2))).toBe('2 messages');
  expect(depthWords(queue(1200, 100))).toBe('The oldest 100 of 1,200 messages');
});

test('what was done is told, and why some stayed', () => {
  expect(replayedWords({ replayed: 1, kept: 0 })).toBe('1 message sent again.');
  expect(replayedWords({ replayed: 0, kept: 2 })).toMatch(/^0 messages sent again. 2 messages stayed: /);
  expect(discardedWords(3)).toBe('3 messages thrown away for good.');
});
