import { expect, test } from 'vitest';
import { resolveConfig } from './config.ts';

test('the addresses of a cluster are a list, with the files of certificates', () => {
  const result = resolveConfig({
    RABBITMQ_URI: 'amqps://one/v, amqps://two/v',
    RABBITMQ_CA: '/etc/ca.pem',
    RABBITMQ_CERT: '/etc/client.pem',
    RABBITMQ_KEY: '/etc/client.key',
  });
  expect(result.ok && result.config.rabbitmq).toEqual({
    uris: ['amqps://one/v', 'amqps://two/v'],
    tls: { ca: '/etc/ca.pem', cert: '/etc/client.pem', key: '/etc/client.key' },
  });
});

test.for([
  ['amqp://rabbit', { RABBITMQ_CA: '/ca.pem' }, ['RABBITMQ_CA']],
  ['', { RABBITMQ_CA: '/ca.pem' }, ['RABBITMQ_CA']],
  ['amqps://rabbit', { RABBITMQ_CERT: '/client.pem' }, ['RABBITMQ_CERT']],
  ['amqps://rabbit', { RABBITMQ_KEY: '/client.key' }, ['RABBITMQ_KEY']],
] as const)('with RABBITMQ_URI=%s, %o is refused', ([uri, files, names]) => {
  const result = resolveConfig({ RABBITMQ_URI: uri, ...files });
  expect(result.ok ? [] : result.problems.map(({ name }) => name)).toEqual(names);
});
