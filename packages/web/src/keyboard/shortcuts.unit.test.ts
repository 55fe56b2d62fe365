import { describe, expect, it } from 'vitest';
import { type KeyPress, readKey } from './shortcuts.ts';

const press = (key: string, rest: Partial<KeyPress> = {}): KeyPress => ({
  key,
  modified: false,
  typing: false,
  ...rest,
});

const read = (...keys: string[]) =>
  keys.reduce((reading, key) => readKey(reading.pending, press(key)), readKey(null, press('Shift')));

describe('the keyboard', () => {
  it('searches with a slash', () => {
    expect(read('/').action).toEqual({ act: 'search' });
  });

  it('goes to the datasets with g and then d', () => {
    expect(read('g')).toEqual({ pending: 'g', action: null });
    expect(read('g', 'd')).toEqual({ pending: null, action: { act: 'go', to: '/datasets' } });
  });

  it('reads a second key that completes no pair as a first', () => {
    expect(read('g', 'k').action).toEqual({ act: 'previous-row' });
    expect(read('g', 'g')).toEqual({ pending: 'g', action: null });
    expect(read('g', 'x')).toEqual({ pending: null, action: null });
  });

  it('has no shortcuts while a text field has the focus', () => {
    expect(readKey(null, press('j', { typing: true }))).toEqual({ pending: null, action: null });
    expect(readKey('g', press('d', { typing: true }))).toEqual({ pending: null, action: null });
  });

  it('leaves the browser its own shortcuts', () => {
    expect(readKey(null, press('c', { modified: true }))).toEqual({ pending: null, action: null });
  });

  it('ignores a key without a shortcut', () => {
    expect(read('q')).toEqual({ pending: null, action: null });
  });
});
