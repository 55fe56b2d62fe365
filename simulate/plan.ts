import type { Instant } from '@pawprint/core';
import { between, createDraw, type Draw, pick } from './random.ts';

export interface PlanOptions {
  readonly seed: number;
  readonly hours: number;
  readonly extractors: number;
}

export interface PlannedExtractor {
  readonly name: string;
  readonly lane: 'rabbitmq' | 'http';
  readonly instances: number;
  /** How far the clocks of its instances are off. */
  readonly skewMs: number;
}

/** A job that somebody asks for. */
export interface Submission {
  readonly at: Instant;
  readonly extractor: string;
  /** Of the submission: what the extractor does with the job follows from it. */
  readonly number: number;
  /** How long after it somebody cancels the job, whatever its state is then; null for never. */
  readonly cancelledAfterMs: number | null;
}

export type Fault = { readonly at: Instant } & (
  | { readonly fault: 'server stops'; readonly forMs: number }
  /** With its next message: published, and nothing of that stored. */
  | { readonly fault: 'server dies'; readonly forMs: number }
  /** Another one starts, and for so long both are at work. */
  | { readonly fault: 'server is replaced'; readonly forMs: number }
  | { readonly fault: 'broker stops'; readonly forMs: number }
  | { readonly fault: 'queue is deleted'; readonly extractor: string }
  | {
      readonly fault: 'instance dies';
      readonly extractor: string;
      readonly instance: number;
      readonly forMs: number;
    }
);

/** A whole history, before it happens. Leaving parts of it out leaves the others as they are. */
export interface Plan {
  readonly seed: number;
  readonly start: Instant;
  /** Nothing is submitted and nothing fails from then on. */
  readonly end: Instant;
  readonly extractors: readonly PlannedExtractor[];
  readonly submissions: readonly Submission[];
  readonly faults: readonly Fault[];
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** This part of all jobs is cancelled. */
const CANCELLED = 0.08;
/** So often on average. */
const SUBMITTED_EVERY = 90 * MINUTE;
const INSTANCE_DIES_EVERY = 8 * HOUR;
const QUEUE_DELETED_EVERY = 60 * HOUR;
const SERVER_STOPS_EVERY = 3 * HOUR;
const SERVER_DIES_EVERY = 4 * HOUR;
const SERVER_REPLACED_EVERY = 4 * HOUR;
const BROKER_STOPS_EVERY = 5 * HOUR;

const START = Date.UTC(2026, 10, 24);

export const createPlan = ({ seed, hours, extractors: count }: PlanOptions): Plan => {
  const draw = createDraw(seed);
  const end = START + hours * HOUR;
  const extractors = Array.from({ length: count }, (_, n) => planExtractor(draw, n));
  const span = { start: START, end };
  const submissions = extractors
    .flatMap(({ name }) =>
      timesOf(draw, `submitted ${name}`, SUBMITTED_EVERY, span).map((at) => ({ at, extractor: name })),
    )
    .toSorted((one, other) => one.at - other.at)
    .map((submission, number) => ({
      ...submission,
      number,
      cancelledAfterMs: cancelTime(draw, submission),
    }));
  return { seed, ...span, extractors, submissions, faults: planFaults(draw, extractors, span) };
};

const planExtractor = (draw: Draw, n: number): PlannedExtractor => {
  const name = `simulated-${String(n).padStart(3, '0')}`;
  return {
    name,
    lane: draw(name, 'lane') < 0.75 ? 'rabbitmq' : 'http',
    instances: 1 + Math.floor(draw(name, 'instances') * 3),
    skewMs: pick(draw(name, 'skew'), [0, 0, 0, -1 * HOUR, 7 * MINUTE, 5.5 * HOUR]),
  };
};

const cancelTime = (draw: Draw, { at, extractor }: Pick<Submission, 'at' | 'extractor'>): number | null =>
  draw('cancelled', extractor, at) < CANCELLED
    ? between(draw('cancelled after', extractor, at), SECOND, 2 * HOUR)
    : null;

interface Span {
  readonly start: Instant;
  readonly end: Instant;
}

/** Times with the gaps of independent events. */
const timesOf = (draw: Draw, name: string, every: number, { start, end }: Span): Instant[] => {
  const times: Instant[] = [];
  for (let at = start, n = 0; ; n += 1) {
    at += Math.max(1, Math.round(-Math.log(1 - draw(name, n)) * every));
    if (at >= end) return times;
    times.push(at);
  }
};

const planFaults = (draw: Draw, extractors: readonly PlannedExtractor[], span: Span): Fault[] => {
  const stops = (
    fault: Exclude<Fault['fault'], 'queue is deleted' | 'instance dies'>,
    every: number,
    longest: number,
  ): Fault[] =>
    timesOf(draw, fault, every, span).map((at) => ({
      at,
      fault,
      forMs: between(draw(fault, at), 2 * SECOND, longest),
    }));
  const ofExtractors = extractors.flatMap(({ name, lane, instances }): Fault[] => [
    ...(lane === 'http'
      ? []
      : timesOf(draw, `deleted ${name}`, QUEUE_DELETED_EVERY, span).map(
          (at): Fault => ({
            at,
            fault: 'queue is deleted',
            extractor: name,
          }),
        )),
    ...timesOf(draw, `dies ${name}`, INSTANCE_DIES_EVERY, span).map(
      (at): Fault => ({
        at,
        fault: 'instance dies',
        extractor: name,
        instance: Math.floor(draw('which', name, at) * instances),
        forMs: between(draw('dead', name, at), 5 * SECOND, 4 * HOUR),
      }),
    ),
  ]);
  return [
    ...stops('server stops', SERVER_STOPS_EVERY, 15 * MINUTE),
    ...stops('server dies', SERVER_DIES_EVERY, 5 * MINUTE),
    ...stops('server is replaced', SERVER_REPLACED_EVERY, 5 * MINUTE),
    ...stops('broker stops', BROKER_STOPS_EVERY, 5 * MINUTE),
    ...ofExtractors,
  ].toSorted((one, other) => one.at - other.at);
};

/** What a handler makes of one attempt at a job. */
export interface Work {
  readonly forMs: number;
  readonly outcome: 'done' | 'skip' | 'error' | 'retry' | 'hang';
}

/** @param attempt counts what instances have begun, also what they did not end */
export const workFor = (draw: Draw, submission: number, attempt: number): Work => {
  const drawn = draw('outcome', submission);
  const forMs = between(draw('work', submission, attempt), SECOND, 40 * MINUTE);
  if (drawn < 0.05) return { forMs, outcome: 'error' };
  if (drawn < 0.1) return { forMs, outcome: 'skip' };
  if (drawn < 0.15) return { forMs, outcome: attempt <= 1 + (Math.floor(drawn * 40) % 3) ? 'retry' : 'done' };
  // Its process is alive and does nothing more.
  if (drawn < 0.16 && attempt === 1) return { forMs: 3 * HOUR, outcome: 'hang' };
  return { forMs, outcome: 'done' };
};
