import type { Attempt, Instant, JobProgress } from './job.ts';

/** Milliseconds, none negative; `elapsedMs` = wait + earlier + retry + run, `runMs` counted as 0 where null. */
export interface JobTimes {
  /** Submitted → first start; still counting, or ended so, where nothing started. */
  readonly waitMs: number;
  /** Inside attempts before the last. */
  readonly earlierMs: number;
  /** Between attempts, and since the last one where another is awaited. */
  readonly retryMs: number;
  /** Inside the last attempt; null before the first start. */
  readonly runMs: number | null;
  /** Submitted → end, or now. */
  readonly elapsedMs: number;
}

export const jobTimes = (job: JobProgress, now: Instant): JobTimes => {
  const end = Math.max(job.submittedAt, job.finishedAt ?? now);
  const elapsedMs = end - job.submittedAt;
  const stretches = stretchesOf(job, end);
  const [first, last] = [stretches.at(0), stretches.at(-1)];
  if (first === undefined || last === undefined) {
    return { waitMs: elapsedMs, earlierMs: 0, retryMs: 0, runMs: null, elapsedMs };
  }
  const waitMs = first.from - job.submittedAt;
  const runMs = last.to - last.from;
  const earlierMs = stretches.slice(0, -1).reduce((sum, { from, to }) => sum + to - from, 0);
  return { waitMs, earlierMs, retryMs: elapsedMs - waitMs - earlierMs - runMs, runMs, elapsedMs };
};

/** How long one attempt ran, or has run so far. Never negative. */
export const attemptRunMs = ({ startedAt, endedAt }: Attempt, now: Instant): number =>
  Math.max(0, (endedAt ?? now) - startedAt);

interface Stretch {
  readonly from: Instant;
  readonly to: Instant;
}

/** A time moved between two others: whatever times are stored, no stretch is negative and none counts twice. */
const within = (time: Instant, from: Instant, to: Instant): Instant => Math.min(to, Math.max(from, time));

/**
 * The attempts as stretches of one line from submission to end. An attempt that begins after the end, of a job cancelled
 * too late, is not on it.
 */
const stretchesOf = (job: JobProgress, end: Instant): readonly Stretch[] => {
  const stretches: Stretch[] = [];
  let previousEnd = job.submittedAt;
  for (const { startedAt, endedAt } of job.attempts) {
    if (job.finishedAt !== null && startedAt > job.finishedAt) break;
    const from = within(startedAt, previousEnd, end);
    previousEnd = within(endedAt ?? end, from, end);
    stretches.push({ from, to: previousEnd });
  }
  return stretches;
};

/** A report's time as its sender wrote it, and when the server received it. */
export interface ClockSample {
  readonly reported: string;
  readonly receivedAt: Instant;
}

export interface ClockNote {
  /** `utc_offset`: the clock is right, but its times name a wrong UTC offset, as those of pyClowder do in many zones. */
  readonly cause: 'clock' | 'utc_offset';
  /** The reported times less the true ones: negative if they are behind. */
  readonly offsetMs: number;
  readonly text: string;
}

/**
 * What is wrong with the clock of a sender, judged by its reports; null if nothing is. A report takes time to arrive, so
 * the one that took the least counts, and many must agree with it: reports that waited for the server differ.
 */
export const clockNote = (samples: readonly ClockSample[]): ClockNote | null => {
  const read = samples.flatMap(({ reported, receivedAt }) => {
    const time = readReportedTime(reported);
    return time === null ? [] : [{ ...time, aheadOfUtcMs: time.localMs - receivedAt, receivedAt }];
  });
  const offset = read.at(-1)?.offset ?? null;
  const alike = read.filter((time) => time.offset === offset);
  const aheadOfUtcMs = steadyMaximum(alike.map((time) => time.aheadOfUtcMs));
  if (aheadOfUtcMs === null) return null;
  if (offset === null) return clockNoteOf(aheadOfUtcMs - nearestOffset(aheadOfUtcMs) * MINUTE, alike);
  const { asWritten, likeliest, possible } = offsetsMeant(offset);
  if (asWritten !== null && isSmall(aheadOfUtcMs - asWritten * MINUTE)) return null;
  const meant = possible.find((minutes) => isSmall(aheadOfUtcMs - minutes * MINUTE));
  if (meant !== undefined) return offsetNoteOf(offset, asWritten, meant);
  return clockNoteOf(aheadOfUtcMs - likeliest * MINUTE, alike);
};

const MINUTE = 60_000;
const TOLERANCE_MS = 5_000;
const FEWEST_SAMPLES = 3;

const isSmall = (ms: number): boolean => Math.abs(ms) <= TOLERANCE_MS;

const REPORTED_TIME =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2}):(\d{2}(?:\.\d{1,9})?) ?(Z|[+-]\d{2}:?\d{2})?$/;

/** The time of day in the sender's zone, as if it were UTC, and the offset as written. */
const readReportedTime = (reported: string): { localMs: number; offset: string | null } | null => {
  const match = REPORTED_TIME.exec(reported.trim());
  if (match === null) return null;
  const [year = 0, month = 0, day = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1, 7).map(Number);
  const ofDay = (hours * 60 + minutes) * MINUTE + seconds * 1_000;
  return { localMs: dayNumber(year, month, day) * 24 * 60 * MINUTE + ofDay, offset: match[7] ?? null };
};

/** Days since 1970, in the proleptic Gregorian calendar: core has no Date, whose parsing depends on the machine's zone. */
const dayNumber = (year: number, month: number, day: number): number => {
  // Years are counted from March, so that the leap day is the last of its year.
  const marchYear = month > 2 ? year : year - 1;
  const leapDays = Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  return marchYear * 365 + leapDays + dayOfYear - 719_468;
};

/** Null if there are too few values, or too many are far below the largest. */
const steadyMaximum = (values: readonly number[]): number | null => {
  const largest = Math.max(...values);
  const close = values.filter((value) => isSmall(largest - value));
  return values.length >= FEWEST_SAMPLES && close.length * 2 >= values.length ? largest : null;
};

/** Minutes east of UTC: all offsets in use are quarters of an hour. */
const nearestOffset = (ms: number): number => Math.round(ms / (15 * MINUTE)) * 15;

/**
 * What the sender of an offset may mean by it, in minutes east of UTC. pyClowder writes hundredths of hours for minutes
 * (`+05:50`, `+05:75`), and the offset of daylight saving time all year. `asWritten` is null if no clock shows that.
 */
const offsetsMeant = (offset: string) => {
  if (offset === 'Z') return { asWritten: 0, likeliest: 0, possible: [] };
  const sign = offset.startsWith('-') ? -1 : 1;
  const [hours, rest] = [Number(offset.slice(1, 3)), Number(offset.slice(-2))];
  const asWritten = rest < 60 ? sign * (hours * 60 + rest) : null;
  const corrected = sign * (hours * 60 + Math.round(rest * 0.6));
  const standard = [corrected, ...(asWritten === null ? [] : [asWritten])].map((minutes) => minutes - 60);
  const isUtc = hours === 0 && rest === 0;
  const likeliest = asWritten === null || rest % 15 !== 0 ? corrected : asWritten;
  return { asWritten, likeliest, possible: isUtc ? [] : [corrected, ...standard] };
};

const offsetNoteOf = (offset: string, asWritten: number | null, meant: number): ClockNote => {
  const offsetMs = asWritten === null ? 0 : (meant - asWritten) * MINUTE;
  const right = `UTC offset is written as ${offset}, but ${writeOffset(meant)} fits`;
  // An hour is what daylight saving time makes, but a clock can be an hour behind as well.
  const also = offsetMs === -60 * MINUTE ? ', unless its clock is 1 h behind' : '; its clock is right';
  return { cause: 'utc_offset', offsetMs, text: right + also };
};

const writeOffset = (minutes: number): string => {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${minutes < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;
};

/** Reports of a few seconds that all waited look the same as those of a clock that is behind. */
const clockNoteOf = (offsetMs: number, samples: readonly ClockSampleTime[]): ClockNote | null => {
  const received = samples.map(({ receivedAt }) => receivedAt);
  const isBrief = Math.max(...received) - Math.min(...received) < 2 * TOLERANCE_MS;
  if (isSmall(offsetMs) || (offsetMs < 0 && isBrief)) return null;
  const text = `clock is about ${roughDuration(Math.abs(offsetMs))} ${offsetMs < 0 ? 'behind' : 'ahead'}`;
  return { cause: 'clock', offsetMs, text };
};

type ClockSampleTime = Pick<ClockSample, 'receivedAt'>;

const roughDuration = (ms: number): string => {
  if (ms < 2 * MINUTE) return `${Math.round(ms / 1_000)} s`;
  if (ms < 55 * MINUTE) return `${Math.round(ms / MINUTE)} min`;
  const hours = ms / (60 * MINUTE);
  return hours < 48 ? `${Number(hours.toFixed(1))} h` : `${Math.round(hours / 24)} days`;
};
