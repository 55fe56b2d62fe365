import { expect, test } from 'vitest';
import { cancelledJobOf } from './cancels.ts';

test('a cancel names its job, and other messages are ignored', () => {
  expect(cancelledJobOf(Buffer.from('{"type":"cancel","job_id":"j-1"}'))).toBe('j-1');
  for (const text of ['', 'null', '{"type":"pause","job_id":"j-1"}', '{"type":"cancel"}'])
    expect(cancelledJobOf(Buffer.from(text))).toBeUndefined();
});
