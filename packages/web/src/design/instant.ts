const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const clockToMinute = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const clockToMillisecond = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});
const dayOfYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
/** Swedish writes date and time as ISO 8601 does. */
const dateAndClock = new Intl.DateTimeFormat('sv', { dateStyle: 'short', timeStyle: 'medium' });
/** Ends with "GMT-05:00". */
const offset = new Intl.DateTimeFormat('en-GB', { timeZoneName: 'longOffset' });

const isSameDay = (one: Date, other: Date): boolean => date.format(one) === date.format(other);

/** In a table: today's as "12:54:02", older as "3 Oct 2025". Always in the viewer's zone. */
export const formatInstant = (at: Date, now: Date): string =>
  isSameDay(at, now) ? clock.format(at) : date.format(at);

/** In a sentence or among facts: "12:53 today", "3 Oct 2025". */
export const formatInstantInSentence = (at: Date, now: Date): string =>
  isSameDay(at, now) ? `${clockToMinute.format(at)} today` : date.format(at);

/** On an axis: "13:00", "13:00:30", and at midnight "24 Nov". */
export const axisTime = (at: number): string => {
  const time = new Date(at);
  if (time.getHours() === 0 && time.getMinutes() === 0 && time.getSeconds() === 0)
    return dayOfYear.format(time);
  return time.getSeconds() === 0 ? clockToMinute.format(time) : clock.format(time);
};

/** In a log: "12:54:04.112". */
export const formatLogTime = (at: Date): string => clockToMillisecond.format(at);

/** Shown on hover, exact to the second: "2025-10-03 09:12:19 -05:00". */
export const formatAbsolute = (at: Date): string => {
  const zone = offset.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  return `${dateAndClock.format(at)} ${zone.replace('GMT', '') || '+00:00'}`;
};
