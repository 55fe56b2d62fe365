const two = (value: number): string => String(value).padStart(2, '0');

const clock = (at: Date): string => `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const date = (at: Date): string => `${at.getDate()} ${MONTHS[at.getMonth()]} ${at.getFullYear()}`;

const sameDay = (one: Date, other: Date): boolean => one.toDateString() === other.toDateString();

/** In a table: today's as "12:54:02", older as "3 Sep 2025". Always in the viewer's zone. */
export const formatInstant = (at: Date, now: Date): string => (sameDay(at, now) ? clock(at) : date(at));

/** In a sentence or among facts: "12:53 today", "3 Sep 2025". */
export const formatInstantInWords = (at: Date, now: Date): string =>
  sameDay(at, now) ? `${clock(at).slice(0, 5)} today` : date(at);

/** In a log: "12:54:04.112". */
export const formatLogTime = (at: Date): string =>
  `${clock(at)}.${String(at.getMilliseconds()).padStart(3, '0')}`;

/** The whole truth, on hover: "2025-09-03 09:12:19 -05:00". */
export const formatAbsolute = (at: Date): string => {
  const offset = -at.getTimezoneOffset();
  const hours = two(Math.floor(Math.abs(offset) / 60));
  const zone = `${offset < 0 ? '-' : '+'}${hours}:${two(Math.abs(offset) % 60)}`;
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${clock(at)} ${zone}`;
};
