import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEvent, type Changed, replay, type Unchanged } from './apply-event.ts';
import { anEvent, hostileEvent, stampedEvent } from './event.builder.ts';
import {
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

const runs = { numRuns: 1_000 };
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

/** The length of histories: enough to end, reopen, lose and revive a job several times. */
const anyHistory = fc
  .tuple(fc.array(fc.oneof(hostileEvent, stampedEvent), { maxLength: 25 }), fc.double())
  .map(([events, now]) => history(events, now));

const everyStep = (holds: (step: Step) => void, where: (step: Step) => boolean = () => true) =>
  fc.assert(
    fc.property(anyHistory, (steps) => steps.filter(where).forEach(holds)),
    runs,
  );

/** The attempts that a step changed, as they were before. */
const touched = ({ before, result: { job } }: Step) =>
  before.attempts.filter((attempt, index) => job.attempts[index] !== attempt);

describe('any events in any order', () => {
  it('no sequence of events throws, and the answer is changed or unchanged', () => {
    everyStep(({ before, result }) => {
      expect(result.outcome === 'unchanged').toBe(result.job === before);
    });
  });

  it('attempt numbers never skip', () => {
    everyStep(({ result }) => {
      result.job.attempts.forEach(({ number }, index) => {
        expect(number).toBe(index + 1);
      });
    });
  });

  it('an event is recorded under an attempt that the job has, or under none', () => {
    everyStep(({ result: { attempt, job } }) => {
      expect([null, ...job.attempts.map(({ number }) => number)]).toContain(attempt);
    });
  });

  it('no attempt ends before it starts, nor starts before the one before it ended', () => {
    everyStep(({ result: { job } }) => {
      let reached = job.submittedAt;
      for (const { startedAt, endedAt } of job.attempts) {
        expect(startedAt).toBeGreaterThanOrEqual(reached);
        expect(endedAt ?? startedAt).toBeGreaterThanOrEqual(startedAt);
        reached = endedAt ?? startedAt;
      }
    });
  });

  it('only the last attempt can run, and all others have an end time', () => {
    everyStep(({ result: { job } }) => {
      job.attempts.forEach(({ outcome, endedAt }, index) => {
        expect(endedAt === null).toBe(outcome === 'RUNNING');
        expect(outcome !== 'RUNNING' || index === job.attempts.length - 1).toBe(true);
      });
    });
  });

  it('a job has an end time exactly when its state is terminal', () => {
    everyStep(({ result: { job } }) => {
      expect(job.finishedAt !== null).toBe(isTerminal(job.state));
    });
  });

  it('an open attempt and the state RUNNING agree, unless it was cancelled', () => {
    everyStep(
      ({ result: { job } }) => {
        expect(job.attempts.at(-1)?.outcome === 'RUNNING').toBe(job.state === 'RUNNING');
      },
      ({ result: { job } }) => job.state !== 'CANCELLED',
    );
  });

  it('lifecycle times are finite and in order', () => {
    everyStep(({ before, result: { job } }) => {
      expect(job.lastEventAt).toBeGreaterThanOrEqual(before.lastEventAt);
      expect(job.startedAt ?? job.submittedAt).toBeGreaterThanOrEqual(job.submittedAt);
      expect(job.finishedAt ?? job.lastEventAt).toBeGreaterThanOrEqual(job.startedAt ?? job.submittedAt);
      expect(Number.isFinite(job.lastEventAt)).toBe(true);
    });
  });

  it('the outcome of an attempt stays, except that a report undoes LOST', () => {
    everyStep((step) => {
      const { before } = step;
      const reopened = before.state === 'LOST' ? before.attempts.slice(-1) : [];
      const mayChange = [...before.attempts.filter(({ outcome }) => outcome === 'RUNNING'), ...reopened];
      expect(mayChange).toEqual(expect.arrayContaining([...touched(step)]));
    });
  });

  it('only a lost job has an attempt opened again, and only its last', () => {
    everyStep(
      (step) => {
        const [attempt, ...others] = touched(step);
        expect(others).toEqual([]);
        expect([step.before.state, attempt?.outcome]).toEqual(['LOST', 'LOST']);
      },
      (step) => touched(step).some(({ outcome }) => outcome !== 'RUNNING'),
    );
  });

  it('a SKIPPED job is never SUCCEEDED in the same attempt', () => {
    everyStep(
      ({ before, result: { job } }) => {
        expect(job.attempts.length).toBeGreaterThan(before.attempts.length);
      },
      ({ before, result: { job } }) => before.state === 'SKIPPED' && job.state !== 'SKIPPED',
    );
  });

  it('only a start, an output or the server itself changes the state of a settled job', () => {
    everyStep(
      ({ event }) => {
        expect(['STARTED', 'OUTPUT_RECEIVED', 'REVIVED']).toContain(event.kind);
      },
      ({ before, result: { job } }) => SETTLED_STATES.includes(before.state) && job.state !== before.state,
    );
  });

  it('a cancelled job stays cancelled', () => {
    everyStep(
      ({ result: { job } }) => {
        expect(job.state).toBe('CANCELLED');
      },
      ({ before }) => before.state === 'CANCELLED',
    );
  });

  it('progress is a share between 0 and 1, or unknown', () => {
    everyStep(({ result: { job } }) => {
      expect(job.progress ?? 0).toBeGreaterThanOrEqual(0);
      expect(job.progress ?? 1).toBeLessThanOrEqual(1);
    });
  });

  it('a job that succeeded or skipped has no error', () => {
    everyStep(
      ({ result: { job } }) => {
        expect(job.error).toBeNull();
      },
      ({ result: { job } }) => job.state === 'SUCCEEDED' || job.state === 'SKIPPED',
    );
  });

  it('an ended job has no flags, except a cancel request of a lost one', () => {
    everyStep(
      ({ result: { job } }) => {
        const spent = job.state === 'LOST' ? [] : ['cancel_requested'];
        const left = [...job.flags].filter((flag) => ['stalled', 'ambiguous', ...spent].includes(flag));
        expect(left).toEqual([]);
      },
      ({ result: { job } }) => isTerminal(job.state),
    );
  });
});

describe('repetition', () => {
  it('a repeated event changes nothing', () => {
    fc.assert(
      fc.property(fc.array(hostileEvent, { maxLength: 25 }), hostileEvent, (events, event) => {
        const { job } = history(events, FAR).at(-1)?.result ?? { job: submittedJob(SUBMISSION) };
        const again = applyEvent(job, { ...event, repeated: true }, FAR);
        expect(again).toMatchObject({ outcome: 'unchanged', reason: 'repeated', late: false });
        expect(again.job).toBe(job);
      }),
      runs,
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
        expect(applyEvent(once, event, FAR)).toMatchObject({ outcome: 'unchanged' });
      }),
      runs,
    );
  });
});

describe('replay', () => {
  it('replaying the stored events gives the stored job', () => {
    fc.assert(
      fc.property(fc.array(stampedEvent, { maxLength: 30 }), (events) => {
        const steps = history(events, FAR);
        const stored = steps.map(({ event, result }) => ({ ...event, attempt: result.attempt }));
        expect(replay(SUBMISSION, stored)).toEqual(steps.at(-1)?.result.job ?? submittedJob(SUBMISSION));
      }),
      runs,
    );
  });

  it('the events that changed nothing can be left out', () => {
    fc.assert(
      fc.property(fc.array(stampedEvent, { maxLength: 30 }), (events) => {
        const changed = history(events, FAR).filter(({ result }) => result.outcome === 'changed');
        expect(
          replay(
            SUBMISSION,
            changed.map(({ event }) => event),
          ),
        ).toEqual(replay(SUBMISSION, events));
      }),
      runs,
    );
  });

  it('the generated histories reach every state and use every event', () => {
    const kinds = new Set<EventKind>(['SUBMITTED', 'OUTPUT_REFUSED']);
    const states = new Set<JobState>();
    everyStep(
      ({ event, result }) => {
        expect(result.outcome).toBe('changed');
        kinds.add(event.kind);
        states.add(result.job.state);
      },
      ({ result }) => result.outcome === 'changed',
    );
    expect([...kinds].toSorted()).toEqual(EVENT_KINDS.toSorted());
    expect([...states].toSorted()).toEqual(JOB_STATES.toSorted());
  });
});
