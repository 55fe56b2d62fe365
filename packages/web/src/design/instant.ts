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

const isSameDay = (one: Date, other: Date): boolean =>
  one.getDate() === other.getDate() &&
  one.getMonth() === other.getMonth() &&
  one.getFullYear() === other.getFullYear();

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

/**
 * Shown on hover, exact to the second: "2025-10-03 09:12:19 -05:00". Without Intl, which takes most of the time of a row
 * when it names the zone: every row of a long table has such a text.
 */
export const formatAbsolute = (at: Date): string => {
  const day = [String(at.getFullYear()), twoDigits(at.getMonth() + 1), twoDigits(at.getDate())].join('-');
  const time = [at.getHours(), at.getMinutes(), at.getSeconds()].map(twoDigits).join(':');
  const aheadMinutes = -at.getTimezoneOffset();
  const [hours, minutes] = [Math.floor(Math.abs(aheadMinutes) / 60), Math.abs(aheadMinutes) % 60];
  return `${day} ${time} ${aheadMinutes < 0 ? '-' : '+'}${twoDigits(hours)}:${twoDigits(minutes)}`;
};

const twoDigits = (value: number): string => String(value).padStart(2, '0');
