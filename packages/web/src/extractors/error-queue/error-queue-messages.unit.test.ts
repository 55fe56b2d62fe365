import type { ErrorQueue } from '@pawprint/protocol';
import { ApiError } from '@pawprint/protocol/client';
import { describe, expect, test } from 'vitest';
import { depthText, discardedText, replayedText, unavailableReason } from './error-queue-messages.ts';

const queue = (depth: number, shown: number): ErrorQueue => ({
  queue: 'error.ncsa.wordcount',
  depth,
  messages: Array.from({ length: shown }, (_, index) => ({
    fingerprint: String(index).padStart(64, '0'),
    job: null,
    reason: null,
    resource_id: null,
    resource_name: null,
    retry_count: 0,
    replays: 0,
    body: '{}',
  })),
});

describe('an error queue that cannot be shown', () => {
  test('a missing lane or broker is explained, not a failure', () => {
    expect(unavailableReason(new ApiError(503, 'unavailable', 'RabbitMQ is away.'))).toBe(
      'RabbitMQ is away.',
    );
    expect(unavailableReason(new ApiError(404, 'not_found', 'Never heard on RabbitMQ.'))).toBe(
      'Never heard on RabbitMQ.',
    );
  });

  test('a server that fails or does not answer is a failure', () => {
    expect(
      unavailableReason(new ApiError(0, 'unavailable', 'The server cannot be reached.')),
    ).toBeUndefined();
    expect(unavailableReason(new ApiError(500, 'internal', 'It broke.'))).toBeUndefined();
    expect(unavailableReason(new Error('unreadable'))).toBeUndefined();
  });
});

test('the depth says when only the oldest are shown', () => {
  expect(depthText(queue(2, 2))).toBe('2 messages');
  expect(depthText(queue(1200, 100))).toBe('The oldest 100 of 1,200 messages');
});

test('the result says what was done, and why some stayed', () => {
  expect(replayedText({ replayed: 1, kept: 0 })).toBe('1 message sent again.');
  expect(replayedText({ replayed: 0, kept: 2 })).toMatch(/^0 messages sent again. 2 messages stayed: /);
  expect(discardedText(3)).toBe('3 messages discarded.');
});
