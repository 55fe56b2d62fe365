import { expect, test } from 'vitest';
import { brokerNews } from './broker-words.ts';

test('there is no news of a broker that is well, or that nobody configured', () => {
  expect(brokerNews({ ok: true })).toBeNull();
  expect(brokerNews(undefined)).toBeNull();
});

test('a broker that is away or takes nothing is named with its reason', () => {
  const reason = 'RabbitMQ is away: connect ECONNREFUSED 127.0.0.1:5672: refused';
  expect(brokerNews({ ok: false, reason })).toEqual({
    what: 'RabbitMQ is away',
    why: 'connect ECONNREFUSED 127.0.0.1:5672: refused',
  });
  expect(brokerNews({ ok: false, reason: 'RabbitMQ takes no messages: low on memory' })?.what).toBe(
    'RabbitMQ takes no messages',
  );
});

test('without a reason it is away, and no more is said than is known', () => {
  expect(brokerNews({ ok: false })).toEqual({ what: 'RabbitMQ is away', why: '' });
});
