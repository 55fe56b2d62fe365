import { describe, expect, it } from 'vitest';
import { applyEvent } from './apply-event.ts';
import { anEvent } from './event.builder.ts';
import { aJob } from './job.builder.ts';
import { JOB_FLAGS, JOB_STATES, type JobFlag, type JobProgress, WAITING_STATES } from './job.ts';
import { EVENT_KINDS, type EventKind, type JobEvent } from './job-event.ts';
import { ATTEMPT_POSITIONS, type AttemptPosition, TRANSITIONS, type Transition } from './transitions.ts';

/**
 * The expected transitions, written independently of the table under test. A cell is the new state, `~` a change that
 * keeps the state, or `=` no change; `late` beside it means that the event came after the end.
 */
const BEFORE_ITS_END = `
                  submitted   queued      running      cancelling resubmitted queuedAgain  presumed
STARTED           RUNNING     RUNNING     ~            ~          RUNNING     RUNNING      ~
PROCESSING        RUNNING     RUNNING     ~            ~          RUNNING     RUNNING      ~
LOG               RUNNING     RUNNING     ~            ~          RUNNING     RUNNING      ~
PROGRESS          RUNNING     RUNNING     ~            ~          RUNNING     RUNNING      ~
SUCCEEDED         SUCCEEDED   SUCCEEDED   SUCCEEDED    CANCELLED  SUCCEEDED   SUCCEEDED    SUCCEEDED
SKIPPED           SKIPPED     SKIPPED     SKIPPED      CANCELLED  SKIPPED     SKIPPED      SKIPPED
ERROR             FAILED      FAILED      FAILED       CANCELLED  FAILED      FAILED       FAILED
RESUBMITTED       RESUBMITTED RESUBMITTED RESUBMITTED  CANCELLED  ~           RESUBMITTED  RESUBMITTED
SUBMITTED         =           =           =            =          =           =            =
QUEUED            QUEUED      ~           =            =          ~           ~            =
DISPATCH_FAILED   ~           SUBMITTED   =            =          ~           SUBMITTED    =
CANCEL_REQUESTED  CANCELLED   CANCELLED   ~            =          CANCELLED   CANCELLED    ~
CANCELLED         CANCELLED   CANCELLED   CANCELLED    CANCELLED  CANCELLED   CANCELLED    CANCELLED
STALLED           ~           ~           ~            ~          ~           ~            ~
STALL_ENDED       =           =           =            =          =           =            =
ATTEMPT_LOST      =           =           QUEUED       CANCELLED  =           =            QUEUED
LOST              LOST        LOST        LOST         LOST       LOST        LOST         LOST
REVIVED           =           =           ~            ~          =           =            ~
RESUBMITTED_AS    ~           ~           ~            ~          ~           ~            ~
CHAIN_LIMIT       SKIPPED     =           =            =          =           =            =
OUTPUT_RECEIVED   RUNNING     RUNNING     =            =          RUNNING     RUNNING      =
OUTPUT_REFUSED    =           =           =            =          =           =            =
VERSION_FOUND     =           =           ~            ~          =           =            ~
FAILURE_FOUND     =           =           =            =          =           =            =
`;

const AFTER_ITS_END = `
                  succeeded failed    skipped   neverRan  stopped   begunAfterCancel cancelledInSilence lost        lostWaiting
STARTED           RUNNING   RUNNING   RUNNING   ~late     ~late     ~late            ~late              RUNNING     RUNNING
PROCESSING        =late     =late     =late     ~late     =late     =late            =late              RUNNING     RUNNING
LOG               =late     =late     =late     ~late     =late     =late            =late              RUNNING     RUNNING
PROGRESS          =late     =late     =late     ~late     =late     =late            =late              RUNNING     RUNNING
SUCCEEDED         =         =late     =         ~late     =late     ~late            ~late              SUCCEEDED   SUCCEEDED
SKIPPED           =late     =late     =         ~late     =late     ~late            ~late              SKIPPED     SKIPPED
ERROR             =late     =         =late     ~late     =late     ~late            ~late              FAILED      FAILED
RESUBMITTED       =late     =late     =late     ~late     =late     ~late            ~late              RESUBMITTED RESUBMITTED
SUBMITTED         =         =         =         =         =         =                =                  =           =
QUEUED            =         =         =         =         =         =                =                  =           =
DISPATCH_FAILED   =         =         =         =         =         =                =                  =           =
CANCEL_REQUESTED  =         =         =         =         =         =                =                  =           =
CANCELLED         =         =         =         =         =         =                =                  =           =
STALLED           =         =         =         =         =         =                =                  =           =
STALL_ENDED       =         =         =         =         =         =                =                  =           =
ATTEMPT_LOST      =         =         =         =         =         ~                =                  =           =
LOST              =         =         =         =         =         =                =                  =           =
REVIVED           =         SUBMITTED =         =         =         =                =                  =           =
RESUBMITTED_AS    ~         ~         ~         ~         ~         ~                ~                  ~           ~
CHAIN_LIMIT       =         =         =         =         =         =                =                  =           =
OUTPUT_RECEIVED   RUNNING   RUNNING   RUNNING   =         =         =                =                  RUNNING     RUNNING
OUTPUT_REFUSED    =         =         =         =         =         =                =                  =           =
VERSION_FOUND     =         =         =         =         =         ~                =                  =           =
FAILURE_FOUND     FAILED    =         =         =         =         =                =                  =           =
`;

type Situation = keyof typeof aJob;
type Cell = readonly [kind: EventKind, situation: Situation, expected: string];

const isKind = (word: string | undefined): word is EventKind => EVENT_KINDS.some((kind) => kind === word);
const isSituation = (word: string): word is Situation => word in aJob;

const cellsOf = (table: string): readonly Cell[] => {
  const [head = [], ...rows] = table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
  const situations = head.filter(isSituation);
  return rows.flatMap(([kind, ...cells]) =>
    situations.map((situation, column): Cell => {
      if (!isKind(kind)) throw new Error(`${kind} is no kind of event`);
      return [kind, situation, cells[column] ?? 'missing'];
    }),
  );
};

const CELLS = [...cellsOf(BEFORE_ITS_END), ...cellsOf(AFTER_ITS_END)];

const cellFor = (job: JobProgress, event: JobEvent): string => {
  const result = applyEvent(job, event, 1_000);
  const moved = result.job.state === job.state ? '~' : result.job.state;
  return `${result.outcome === 'unchanged' ? '=' : moved}${result.late ? 'late' : ''}`;
};

const also = { resubmittedAs: 'the new job', extractorVersion: '2.0' };

describe('the table', () => {
  it('has an expected cell for every situation and kind of event', () => {
    expect(CELLS).toHaveLength(EVENT_KINDS.length * Object.keys(aJob).length);
    expect(new Set(Object.values(aJob).map((build) => build().state))).toEqual(new Set(JOB_STATES));
  });

  it.each(CELLS)('%s of a job that is %s: %s', (kind, situation, expected) => {
    expect(cellFor(aJob[situation](), anEvent(kind, also))).toBe(expected);
  });

  it.each(CELLS)('%s with its attempt number, of a job that is %s: %s', (kind, situation, expected) => {
    const job = aJob[situation]();
    const attempt = applyEvent(job, anEvent(kind, also), 1_000).attempt;
    expect(cellFor(job, anEvent(kind, { ...also, attempt }))).toBe(expected);
  });

  it.each(JOB_FLAGS.filter((flag) => flag !== 'cancel_requested'))(
    'the flag %s changes no transition but those of stalls',
    (flag) => {
      const flagged = CELLS.map(([kind, situation]): Cell => {
        const job = aJob[situation]();
        return [
          kind,
          situation,
          cellFor({ ...job, flags: new Set([...job.flags, flag]) }, anEvent(kind, also)),
        ];
      });
      const expected = CELLS.map(([kind, situation, cell]): Cell => {
        if (flag !== 'stalled') return [kind, situation, cell];
        const waits = WAITING_STATES.includes(aJob[situation]().state);
        if (kind === 'STALL_ENDED') return [kind, situation, waits ? '~' : '='];
        return [kind, situation, kind === 'STALLED' ? '=' : cell];
      });
      expect(flagged).toEqual(expected);
    },
  );
});

const subsetsOf = (flags: readonly JobFlag[]): readonly (readonly JobFlag[])[] =>
  flags.reduce<readonly (readonly JobFlag[])[]>(
    (subsets, flag) => [...subsets, ...subsets.map((subset) => [...subset, flag])],
    [[]],
  );

describe('the rows', () => {
  it('never overlap, so their order does not matter', () => {
    const flagSets = subsetsOf(['cancel_requested', 'stalled']);
    const covers = (row: Transition, position: AttemptPosition, flags: readonly JobFlag[]) =>
      (row.attempt ?? ATTEMPT_POSITIONS).includes(position) &&
      (row.given === undefined || flags.includes(row.given)) &&
      (row.unless === undefined || !flags.includes(row.unless));
    const overlaps = EVENT_KINDS.flatMap((kind) =>
      JOB_STATES.flatMap((state) => {
        const rows = TRANSITIONS.filter(({ on, from }) => on.includes(kind) && from.includes(state));
        return ATTEMPT_POSITIONS.flatMap((position) =>
          flagSets
            .filter((flags) => rows.filter((row) => covers(row, position, flags)).length > 1)
            .map((flags) => [kind, state, position, ...flags]),
        );
      }),
    );
    expect(overlaps).toEqual([]);
  });

  it('depend on two flags only', () => {
    const flags = TRANSITIONS.flatMap(({ given, unless }) => [given, unless]).filter(
      (flag) => flag !== undefined,
    );
    expect(new Set(flags)).toEqual(new Set(['cancel_requested', 'stalled']));
  });

  it('without actions have a reason why nothing changes', () => {
    const silent = TRANSITIONS.filter(({ actions }) => actions.length === 0);
    expect(silent.every(({ to, unchanged }) => to === 'stays' && unchanged !== undefined)).toBe(true);
  });
});
