import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAbsolute, formatInstant, formatInstantInSentence, formatLogTime } from './instant.ts';

const now = new Date(2026, 10, 24, 12, 56, 42);
const earlierToday = new Date(2026, 10, 24, 9, 4, 2, 12);
const lastNight = new Date(2026, 10, 23, 23, 59, 59);

describe('an instant', () => {
  it('of today is a clock time, an older one a date', () => {
    expect(formatInstant(earlierToday, now)).toBe('09:04:02');
    expect(formatInstant(lastNight, now)).toBe('23 Nov 2026');
  });

  it('in a sentence is named as of today', () => {
    expect(formatInstantInSentence(earlierToday, now)).toBe('09:04 today');
    expect(formatInstantInSentence(lastNight, now)).toBe('23 Nov 2026');
  });

  it('has milliseconds in a log', () => {
    expect(formatLogTime(earlierToday)).toBe('09:04:02.012');
  });

  it('is exact to the second on hover, in any zone', () => {
    const between = { min: new Date('1971-01-01'), max: new Date('2999-12-31'), noInvalidDate: true };
    fc.assert(
      fc.property(fc.date(between), (at) => {
        const [day, clock, offset] = formatAbsolute(at).split(' ');
        const seconds = Math.floor(at.getTime() / 1000) * 1000;
        expect(new Date(`${day}T${clock}${offset}`).getTime()).toBe(seconds);
      }),
    );
  });
});
