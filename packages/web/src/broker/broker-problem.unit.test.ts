import { expect, test } from 'vitest';
import { describeBrokerProblem } from './broker-problem.ts';

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
