import { expect, test } from 'vitest';
import { testDelivery } from './delivery.builder.ts';
import { createHeldMessages } from './held-messages.ts';

test('a message redelivered to its running job is acknowledged on its last channel', () => {
  const messages = createHeldMessages();
  const first = testDelivery();
  const held = messages.hold(first);
  first.fate.lost = true;
  const again = testDelivery({ redelivered: true });
  expect(messages.recognise(again)).toBe(true);
  held.acknowledge();
  expect([first.fate.acknowledged, again.fate.acknowledged]).toEqual([0, 1]);
});

test('a message redelivered after its job has ended is only acknowledged', () => {
  const messages = createHeldMessages();
  const first = testDelivery();
  const held = messages.hold(first);
  first.fate.lost = true;
  held.acknowledge();
  const again = testDelivery({ redelivered: true });
  expect(messages.recognise(again)).toBe(true);
  expect(again.fate.acknowledged).toBe(1);
  expect(messages.recognise(testDelivery({ redelivered: true }))).toBe(false);
});

test('the same message sent again is a new job', () => {
  const messages = createHeldMessages();
  messages.hold(testDelivery()).acknowledge();
  expect(messages.recognise(testDelivery())).toBe(false);
  expect(messages.recognise(testDelivery({ redelivered: true }))).toBe(false);
});

test('a message that was put back starts its job when redelivered', () => {
  const messages = createHeldMessages();
  const first = testDelivery();
  messages.hold(first).putBack();
  first.fate.lost = true;
  expect(first.fate.putBack).toBe(1);
  expect(messages.recognise(testDelivery({ redelivered: true }))).toBe(false);
});

test('a message sent twice is acknowledged once by each of its runs', () => {
  const messages = createHeldMessages();
  const deliveries = [testDelivery(), testDelivery()];
  const held = deliveries.map((delivery) => messages.hold(delivery));
  for (const message of held) message.acknowledge();
  expect(deliveries.map(({ fate }) => fate.acknowledged)).toEqual([1, 1]);
});
