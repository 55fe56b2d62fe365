import { expect, test } from 'vitest';
import { parseBrokerUris } from './broker-uris.ts';

test('one address is a list of one, and several are separated by commas', () => {
  const [first, second] = ['amqp://ada:a,b@one:5672/%2F', 'amqp://ada:a,b@two:5672/%2F'];
  expect(parseBrokerUris(first)).toEqual([first]);
  expect(parseBrokerUris(`${first},${second}`)).toEqual([first, second]);
  expect(parseBrokerUris(`${first}, ${second}`)).toEqual([first, second]);
});

test.each([
  ['another protocol', 'http://one/'],
  ['no address', 'one:5672'],
  ['a host alone behind the comma', 'amqp://one,two/v'],
  ['a host with its port alone behind the comma', 'amqp://one:5672,two:5672'],
  ['TLS for one node only', 'amqp://one/v,amqps://two/v'],
  ['two virtual hosts', 'amqp://one/v,amqp://two/w'],
])('%s is refused', (_, text) => {
  expect(parseBrokerUris(text)).toBeUndefined();
});
