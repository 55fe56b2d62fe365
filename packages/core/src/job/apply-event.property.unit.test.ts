import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEvent, type Changed, replay, type Unchanged } from './apply-event.ts';
import { anEvent, hostileEvent, stampedEvent } from './event.builder.ts';
import {
  type Attempt,
  isTerminal,
  JOB_STATES,
  type JobProgress,
  type JobState,
  SETTLED_STATES,
  submittedJob,
} from './job.ts';
import { END_KINDS, EVENT_KINDS, type EventKind, type JobEvent } from './job-event.ts';

interface Step {
  readonly before: JobProgress;
  readonly event: JobEvent;
  readonly result: Changed | Unchanged;
}

const HISTORIES = { numRuns: 20_000 };
const SUBMISSION = { submittedAt: 500 };
const FAR = 1_000_000;

const history = (events: readonly JobEvent[], now: number): readonly Step[] => {
  let job = submittedJob(SUBMISSION);
  return events.map((event) => {
    const before = job;
    const result = applyEvent(before, event, now);
    job = result.job;
    return { before, event, result };
  });
};

const jobAfter = (steps: readonly Step[]): JobProgress =>
  steps.at(-1)?.result.job ?? submittedJob(SUBMISSION);

/** The attempts whose outcome a step changed, as they were before. */
const changedAttempts = ({ before, result: { job } }: Step): readonly Attempt[] =>
  before.attempts.filter(({ outcome }, index) => job.attempts[index]?.outcome !== outcome);

const takesErrorBack = ({ before, event }: Step): boolean =>
  before.state === 'FAILED' && event.kind === 'RESUBMITTED' && event.followsError === true;

/** Whether an attempt that has ended may change in this step: only the last one, and only in these ways. */
const mayUndo = (step: Step, attempt: Attempt): boolean =>
  attempt === step.before.attempts.at(-1) &&
  ((step.before.state === 'LOST' && attempt.outcome === 'LOST') ||
    (takesErrorBack(step) && attempt.outcome === 'FAILED') ||
    (step.event.kind === 'FAILURE_FOUND' && attempt.outcome === 'SUCCEEDED'));

const inOrder = (...times: readonly number[]): boolean =>
  times.every((time, index) => Number.isFinite(time) && time >= (times[index - 1] ?? time));

const ALL_BUT_LOST = ['stalled', 'ambiguous', 'cancel_requested'] as const;

/** What holds after every event of every history. */
const RULES: Readonly<Record<string, (step: Step) => boolean>> = {
  'the answer is unchanged exactly where the job is the same': ({ before, result }) =>
    (result.outcome === 'unchanged') === (result.job === before),

  'attempt numbers never skip': ({ result: { job } }) =>
    job.attempts.every(({ number }, index) => number === index + 1),

  'an event is recorded under an attempt that the job has, or under none': ({ result: { attempt, job } }) =>
    attempt === null || job.attempts.some(({ number }) => number === attempt),

  'no attempt ends before it starts, nor starts before the one before it ended': ({ result: { job } }) =>
    inOrder(
      job.submittedAt,
      ...job.attempts.flatMap(({ startedAt, endedAt }) => [startedAt, endedAt ?? startedAt]),
    ),

  'an attempt has an end time exactly when it runs no longer, and only the last one runs': ({
    result: { job },
  }) =>
    job.attempts.every(
      ({ outcome, endedAt }, index) =>
        (endedAt === null) === (outcome === 'RUNNING') &&
        (outcome !== 'RUNNING' || index === job.attempts.length - 1),
    ),

  'a job has an end time exactly when its state is terminal': ({ result: { job } }) =>
    (job.finishedAt !== null) === isTerminal(job.state),

  'a job is RUNNING exactly when an attempt is open, unless it was cancelled': ({ result: { job } }) =>
    job.state === 'CANCELLED' || (job.attempts.at(-1)?.outcome === 'RUNNING') === (job.state === 'RUNNING'),

  'lifecycle times are finite and in order': ({ before, result: { job } }) =>
    inOrder(before.lastEventAt, job.lastEventAt) &&
    inOrder(job.submittedAt, job.startedAt ?? job.submittedAt, job.finishedAt ?? Number.MAX_VALUE),

  'the outcome of an attempt stays, except that a report undoes LOST or takes ERROR back, or a failure is found':
    (step) =>
      changedAttempts(step).every((attempt) => attempt.outcome === 'RUNNING' || mayUndo(step, attempt)),

  'a SKIPPED job is never SUCCEEDED in the same attempt': ({ before, result: { job } }) =>
    before.state !== 'SKIPPED' || job.state === 'SKIPPED' || job.attempts.length > before.attempts.length,

  'a settled job is left only by a start, an output, the server, or what takes its ERROR back': (step) =>
    !SETTLED_STATES.includes(step.before.state) ||
    step.result.job.state === step.before.state ||
    ['STARTED', 'OUTPUT_RECEIVED', 'REVIVED', 'FAILURE_FOUND'].includes(step.event.kind) ||
    takesErrorBack(step),

  'a cancelled job stays cancelled': ({ before, result: { job } }) =>
    before.state !== 'CANCELLED' || job.state === 'CANCELLED',

  'progress is a share between 0 and 1, or unknown': ({ result: { job } }) =>
    job.progress === null || (job.progress >= 0 && job.progress <= 1),

  'a job has the version of its last attempt, and candidates only without one': ({ result: { job } }) => {
    const last = job.attempts.at(-1);
    return (
      job.extractorVersion === (last?.extractorVersion ?? null) &&
      job.versionCandidates === (last?.versionCandidates ?? job.versionCandidates) &&
      (job.extractorVersion === null || job.versionCandidates.length === 0)
    );
  },

  'a job that succeeded or declined has no error': ({ result: { job } }) =>
    (job.state !== 'SUCCEEDED' && job.state !== 'SKIPPED') || job.error === null,

  'a job that ended is neither stalled nor ambiguous': ({ result: { job } }) =>
    !isTerminal(job.state) || !(job.flags.has('stalled') || job.flags.has('ambiguous')),

  'a job that ended awaits no cancel, unless it may come back': ({ result: { job } }) =>
    !isTerminal(job.state) || job.state === 'LOST' || !ALL_BUT_LOST.some((flag) => job.flags.has(flag)),
};

/** What holds for every history of events that carry a time of the server. */
const RULES_OF_HISTORIES: Readonly<Record<string, (steps: readonly Step[]) => boolean>> = {
  'replaying the stored events gives the stored job': (steps) =>
    isDeepStrictEqual(
      replay(
        SUBMISSION,
        steps.map(({ event, result }) => ({ ...event, attempt: result.attempt })),
      ),
      jobAfter(steps),
    ),

  'the events that changed nothing can be left out': (steps) =>
    isDeepStrictEqual(
      replay(
        SUBMISSION,
        steps.flatMap(({ event, result }) => (result.outcome === 'changed' ? [event] : [])),
      ),
      jobAfter(steps),
    ),

  'the last event changes nothing when it is known to be repeated': (steps) =>
    steps.slice(-1).every(({ event, result }) => {
      const again = applyEvent(result.job, { ...event, repeated: true }, FAR);
      return again.outcome === 'unchanged' && again.reason === 'repeated' && again.job === result.job;
    }),
};

const broken = <Of>(rules: Readonly<Record<string, (of: Of) => boolean>>, of: Of): readonly string[] =>
  Object.entries(rules).flatMap(([rule, holds]) => (holds(of) ? [] : [rule]));

describe('whatever is reported, in whatever order', () => {
  it('every rule holds for 20,000 histories', () => {
    fc.assert(
      fc.property(fc.array(stampedEvent, { maxLength: 25 }), (events) => {
        const steps = history(events, FAR);
        expect(steps.flatMap((step) => broken(RULES, step))).toEqual([]);
        expect(broken(RULES_OF_HISTORIES, steps)).toEqual([]);
      }),
      HISTORIES,
    );
  });

  it('the rules for single events hold whatever the clocks say, too', () => {
    fc.assert(
      fc.property(fc.array(hostileEvent, { maxLength: 25 }), fc.double(), (events, now) => {
        expect(history(events, now).flatMap((step) => broken(RULES, step))).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('a start or an end that names its attempt changes nothing the second time', () => {
    const kind = fc.constantFrom('STARTED' as const, 'ATTEMPT_LOST' as const, ...END_KINDS);
    const before = fc.array(stampedEvent, { maxLength: 15 });
    fc.assert(
      fc.property(before, kind, fc.nat(), fc.boolean(), (events, named, pick, confirmsCancel) => {
        const job = replay(SUBMISSION, events);
        const attempt = (pick % (job.attempts.length + 1)) + 1;
        const event = anEvent(named, { attempt, confirmsCancel });
        const once = applyEvent(job, event, FAR).job;
        fc.pre(attempt <= once.attempts.length);
        expect(applyEvent(once, event, FAR).outcome).toBe('unchanged');
      }),
      { numRuns: 2_000 },
    );
  });

  it('the histories tried reach every state and use every kind of event', () => {
    const kinds = new Set<EventKind>(['SUBMITTED', 'OUTPUT_REFUSED']);
    const states = new Set<JobState>();
    for (const events of fc.sample(fc.array(stampedEvent, { maxLength: 25 }), 1_000))
      for (const { event, result } of history(events, FAR))
        if (result.outcome === 'changed') {
          kinds.add(event.kind);
          states.add(result.job.state);
        }
    expect([...kinds].toSorted()).toEqual(EVENT_KINDS.toSorted());
    expect([...states].toSorted()).toEqual(JOB_STATES.toSorted());
  });
});
