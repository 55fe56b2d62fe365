import { expect, test } from 'vitest';
import { describeBrokerProblem, unreadableBroker } from './broker-problem.ts';

test('a broker that is well, or not configured, has no problem', () => {
  expect(describeBrokerProblem({ ok: true })).toBeNull();
  expect(describeBrokerProblem(undefined)).toBeNull();
});

test('the reason is split into summary and detail', () => {
  const reason = 'RabbitMQ is away: connect ECONNREFUSED 127.0.0.1:5672: refused';
  expect(describeBrokerProblem({ ok: false, reason })).toEqual({
    summary: 'RabbitMQ is away',
    detail: 'connect ECONNREFUSED 127.0.0.1:5672: refused',
  });
  expect(
    describeBrokerProblem({ ok: false, reason: 'RabbitMQ takes no messages: low on memory' })?.summary,
  ).toBe('RabbitMQ takes no messages');
});

test('without a reason the summary says that the broker is away', () => {
  expect(describeBrokerProblem({ ok: false })).toEqual({ summary: 'RabbitMQ is away', detail: '' });
});

test('a broker that is away or not configured cannot be read, one that takes no messages can', () => {
  expect(unreadableBroker(undefined)).toContain('works without RabbitMQ');
  expect(unreadableBroker({ ok: false, reason: 'RabbitMQ is away: refused' })).toContain('RabbitMQ is away');
  expect(
    unreadableBroker({ ok: false, reason: 'RabbitMQ takes no messages: low on memory' }),
  ).toBeUndefined();
  expect(unreadableBroker({ ok: true })).toBeUndefined();
});
